"""Loads official outlines of regions for the map."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from lonja.base.errors import Refused
from lonja.directory.services import shapes


class Command(BaseCommand):
    help = "Loads outlines of regions from a GeoJSON file in degrees; they replace those loaded before."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument("--source", required=True, help="whose outlines they are, and their licence")

    def handle(self, *, file, source, **options):
        try:
            number = shapes.load(file.read_bytes(), source=source, actor=None)
        except OSError as error:
            raise CommandError(f"{file} cannot be read: {error.strerror}") from error
        except Refused as refused:
            raise CommandError(f"{refused} {refused.remedy}") from refused
        self.stdout.write(f"{number} outlines loaded.")
