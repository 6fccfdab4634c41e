import os

from django.core.wsgi import get_wsgi_application

from hospital_qs.configuration import settings_or_exit

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hospital_qs.settings.production")
settings_or_exit()

application = get_wsgi_application()
