"""Shows what became of the mail, and lets failed mails try again."""

import json

from django.core.management.base import BaseCommand
from django.db.models import Count

from lonja.base import outbox
from lonja.base.models import OutboxMail


class Command(BaseCommand):
    help = "Shows how many mails wait, left or failed, and which need a decision."

    def add_arguments(self, parser):
        parser.add_argument("--json", action="store_true", help="for scripts")
        parser.add_argument(
            "--again", metavar="UUID", nargs="+", help="let these failed or unclear mails try again"
        )

    def handle(self, *, again, **options):
        if again:
            moved = outbox.send_again(OutboxMail.objects.filter(uuid__in=again))
            self.stdout.write(f"{moved} of {len(again)} will be tried again.")
            return
        counts = dict(OutboxMail.objects.order_by().values_list("state").annotate(Count("pk")))
        stuck = OutboxMail.objects.filter(state__in=["failed", "unclear"])
        rows = list(stuck.values("uuid", "purpose", "state", "tries", "problem", "created_at"))
        if options["json"]:
            self.stdout.write(json.dumps({"counts": counts, "stuck": rows}, default=str))
            return
        for state in OutboxMail.State:
            self.stdout.write(f"{state.value:8} {counts.get(state.value, 0)}")
        for row in rows:
            what = f"{row['uuid']}  {row['state']}  {row['purpose']}"
            self.stdout.write(f"{what}  after {row['tries']} tries: {row['problem']}")
