#!/usr/bin/env python
"""Django's own commands, for developers; users call troth."""

import os
import sys

from django.core.management import execute_from_command_line

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "troth_site.settings")
    execute_from_command_line(sys.argv)
