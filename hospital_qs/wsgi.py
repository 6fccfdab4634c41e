import os

from django.core.wsgi import get_wsgi_application

from hospital_qs.configuration import settings_or_exit
from infrastructure.files.temporary import use_own_folder

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hospital_qs.settings.production")
settings_or_exit()
use_own_folder()

ordinary = get_wsgi_application()

from hospital_qs.open_stack import beside  # noqa: E402  the apps must be there

application = beside(ordinary)
