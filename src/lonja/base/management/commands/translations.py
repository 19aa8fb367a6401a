"""Compiles the translations, and says what is missing."""

import sys

from django.core.management.base import BaseCommand

from lonja.base import catalogues


class Command(BaseCommand):
    help = (
        "Compiles the translations; with --check lists what is untranslated and ends with 1 if there is any."
    )
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("--check", action="store_true", help="list untranslated and unsure sentences")

    def handle(self, *, check, **options):
        compiled = catalogues.compile_all()
        if not check:
            self.stdout.write(f"{compiled} translation files compiled.")
            return
        missing = list(catalogues.gaps())
        for gap in missing:
            self.stdout.write(f"{gap.language}: {gap.why}: {gap.sentence}")
        if missing:
            sys.exit(1)
