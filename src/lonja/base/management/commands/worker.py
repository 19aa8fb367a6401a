"""Runs background jobs and sends the mail."""

from django.core.management.base import BaseCommand

from lonja.base import worker


class Command(BaseCommand):
    help = "Runs background jobs and sends the mail, until it is stopped."

    def add_arguments(self, parser):
        parser.add_argument("--drain", "--once", action="store_true", help="do what is waiting now, then end")

    def handle(self, *, drain, **options):
        worker.run(drain=drain)
