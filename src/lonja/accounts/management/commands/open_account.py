"""`lonja manage open_account EMAIL`: open an account for somebody whose address is known."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email

from lonja.accounts import services
from lonja.base.errors import Refused


class Command(BaseCommand):
    help = "Open an account. The person signs in by a code that is sent to the address."

    def add_arguments(self, parser):
        parser.add_argument("email")
        parser.add_argument("--name", default="")
        parser.add_argument("--language", default="en", choices=[code for code, _ in settings.LANGUAGES])

    def handle(self, *args, email, name, language, **options):
        try:
            validate_email(email)
            user = services.open_account(email, name=name, language=language)
        except ValidationError as error:
            raise CommandError(error.messages[0]) from error
        except Refused as refused:
            raise CommandError(str(refused)) from refused
        self.stdout.write(f"{user.email} may sign in by code now.")
