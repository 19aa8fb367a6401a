"""The `lonja` command."""

import sys


def main():
    """Run one command."""
    from django.core.management import execute_from_command_line
    import os
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lonja.config.settings")
    execute_from_command_line(["lonja", *sys.argv[1:]])
