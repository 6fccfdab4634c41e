#!/usr/bin/env python3
"""Every command of the project. Under development settings the embedded engines are there when needed."""

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hospital_qs.settings.development")
    from django.core.management import execute_from_command_line

    from hospital_qs.configuration import settings_or_exit
    from infrastructure.files.temporary import use_own_folder

    if settings_or_exit().EMBEDDED_ENGINES:
        # The production image has no workshop.
        from workshop.embedded.commands import get_ready_for

        get_ready_for(sys.argv)
    use_own_folder()
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
