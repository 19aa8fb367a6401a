"""`lonja manage grant_site_role ROLE EMAIL`: make somebody auditor or operator of this installation."""

from datetime import datetime

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from lonja.accounts import services
from lonja.accounts.models import ROLES_ON, SiteGrant, User
from lonja.base.errors import Refused


class Command(BaseCommand):
    help = "Give a role for the whole installation, or end it. No page does this: it needs the machine."

    def add_arguments(self, parser):
        parser.add_argument("role", choices=[role.value for role in ROLES_ON["site"]])
        parser.add_argument("email")
        parser.add_argument(
            "--until", type=datetime.fromisoformat, help="a day or moment, such as 2027-01-31"
        )
        parser.add_argument("--end", action="store_true", help="end the role now")

    def handle(self, *args, email, role, until, end, **options):
        user = User.objects.filter(email=email.lower()).first()
        if user is None:
            raise CommandError(f"There is no account with the address {email}. Open it: open_account {email}")
        try:
            if end:
                self._end(user, role)
            else:
                until = timezone.make_aware(until) if until and timezone.is_naive(until) else until
                services.grant(SiteGrant, user, role=role, valid_until=until, actor=None)
                self.stdout.write(f"{user.email} is {role} now.")
        except Refused as refused:
            raise CommandError(str(refused)) from refused

    def _end(self, user, role):
        held = list(SiteGrant.objects.in_force().filter(user=user, role=role))
        if not held:
            raise CommandError(f"{user.email} is not {role}.")
        for given in held:
            services.revoke(given, actor=None)
        self.stdout.write(f"{user.email} is not {role} any more.")
