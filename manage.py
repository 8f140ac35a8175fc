#!/usr/bin/env python3
"""The only command. It makes its own environment and services, so it is always `python3 manage.py …`."""

from __future__ import annotations

import os
import sys

from portal import bootstrap

# Commands that read no row: they run without PostgreSQL and Redis.
WITHOUT_SERVICES = {"help", "version", "--help", "-h", "--version", "check", "lock", "services", "collectstatic"} | {
    "startprogramme",
    "messages",
    "makemessages",
    "compilemessages",
}
IN_TEST_MODE = {"verify", "prove"}


def main() -> None:
    bootstrap.enter(sys.argv)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
    from portal import startup

    startup.prepare(sys.argv[1:], without_services=WITHOUT_SERVICES, in_test_mode=IN_TEST_MODE)
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
