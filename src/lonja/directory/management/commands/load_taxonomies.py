"""`lonja manage load_taxonomies [folder]`: controlled lists from files."""

from django.core.management.base import BaseCommand, CommandError

from lonja.base.errors import Refused
from lonja.directory.services import taxonomies


class Command(BaseCommand):
    """Load the shipped lists, or an administrator's own files in the same shape."""

    help = "Bring the controlled lists in step with CSV files (code, parent, label_en, label_es, …)."

    def add_arguments(self, parser):
        parser.add_argument(
            "folder", nargs="?", default=taxonomies.SHIPPED, help="default: the lists shipped with Lonja"
        )

    def handle(self, *, folder, verbosity, **options):
        try:
            loaded = taxonomies.load(folder)
        except Refused as refused:
            raise CommandError(refused.sentence) from refused
        if verbosity:
            for slug, read in sorted(loaded.read.items()):
                written, retired = loaded.written[slug], loaded.retired[slug]
                self.stdout.write(f"{slug}: {read} read, {written} written, {retired} retired")
