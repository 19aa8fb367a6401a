"""`lonja manage load_demo`: fill an installation with the invented ecosystem."""

from django.core.management.base import BaseCommand
from django.utils.timezone import localdate

from lonja.demo import ecosystem


class Command(BaseCommand):
    """Load the demo once; a second time changes nothing."""

    help = "Load the demo: organisations, clusters, people and encounters, all people invented."

    def add_arguments(self, parser):
        parser.add_argument("--seed", type=int, default=ecosystem.SEED, help="another seed, another crowd")

    def handle(self, *, seed, verbosity, **options):
        say = self.stdout.write if verbosity else lambda line: None
        if not ecosystem.load(seed=seed, today=localdate(), say=say):
            say("The demo is loaded already; nothing was changed.")
