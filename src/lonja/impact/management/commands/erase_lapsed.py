"""Erase personal data kept for thirteen months without consent; `--apply` does what it else only tells."""

from django.core.management.base import BaseCommand
from django.utils import timezone

from lonja.impact.services import retention


class Command(BaseCommand):
    """`erase_lapsed` rehearses; `erase_lapsed --apply` erases."""

    help = "Erase personal data of editions over for thirteen months; tells what goes, erases with --apply."

    def add_arguments(self, parser):
        parser.add_argument(
            "--apply", action="store_true", help="erase, instead of saying what would be erased"
        )

    def handle(self, *args, **options):
        now = timezone.now()
        due = retention.editions_due(now.date())
        for edition in due:
            done = (
                retention.erase(edition, actor=None, now=now)
                if options["apply"]
                else retention.rehearse(edition)
            )
            counts = ", ".join(f"{name} {count}" for name, count in sorted(done.counts.items()))
            self.stdout.write(f"{edition.event.slug}/{edition.slug}: {counts}")
        verb = "erased" if options["apply"] else "would be erased; add --apply to do it"
        self.stdout.write(f"{len(due)} editions {verb}")
