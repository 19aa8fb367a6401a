"""`lonja import` and `lonja export`: tables in and out, by the same rules as the web pages."""

import argparse
import json
import sys
from pathlib import Path

import django


def account(parser, email):
    """The account in whose name a command acts; the same policies hold as on the web."""
    from lonja.accounts.models import User  # needs Django set up

    user = User.objects.filter(email=email.lower(), is_active=True).first()
    return user or parser.error(f"there is no active account {email}")
