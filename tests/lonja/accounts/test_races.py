"""The same role given by many at the same moment."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from lonja.accounts import services
from lonja.accounts.models import Role, SiteGrant
from lonja.base.errors import Refused
from tests.factories import make_user

CLIENTS = 8


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_a_role_given_by_many_at_once_is_held_once():
    person, start = make_user(), Barrier(CLIENTS)

    def give(_):
        start.wait()
        try:
            services.grant(SiteGrant, person, role=Role.AUDITOR, actor=None)
        except Refused:
            return "refused"
        finally:
            connection.close()
        return "given"

    with ThreadPoolExecutor(CLIENTS) as clients:
        answers = sorted(clients.map(give, range(CLIENTS)))

    assert answers == ["given"] + ["refused"] * (CLIENTS - 1)
    assert SiteGrant.objects.filter(user=person).count() == 1
