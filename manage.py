#!/usr/bin/env python3
"""Every command of the project. Under development settings the embedded engines are there when needed."""

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hospital_qs.settings.development")
    from hospital_qs.embedded.commands import run

    run(sys.argv)


if __name__ == "__main__":
    main()
