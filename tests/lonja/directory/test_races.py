"""Several people at the same moment: one of them is first, the others are told."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from django.db import connection

from lonja.base import audit
from lonja.base.errors import Refused
from lonja.base.models import AuditEntry
from lonja.directory.models import Membership, Organisation
from lonja.directory.services import memberships as services
from lonja.directory.services import organisations
from tests.factories import make_cluster, make_membership, make_organisation, make_user

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
CLIENTS = 8


def at_once(act):
    """Run `act` in several threads released together; how often it was done and how often refused."""
    barrier = threading.Barrier(CLIENTS)

    def one(_number):
        try:
            barrier.wait()
            act()
            return "done"
        except Refused:
            return "refused"
        finally:
            connection.close()

    with ThreadPoolExecutor(CLIENTS) as pool:
        answers = list(pool.map(one, range(CLIENTS)))
    return answers.count("done"), answers.count("refused")


def test_one_application_of_many_is_first():
    organisation, cluster, actor = make_organisation(), make_cluster(), make_user()

    answers = at_once(lambda: services.apply(organisation, cluster=cluster, actor=actor))

    assert answers == (1, CLIENTS - 1)
    assert Membership.objects.count() == 1
    assert AuditEntry.objects.count() == 1


def test_one_confirmation_of_many_counts_and_the_chain_holds():
    membership, actor = make_membership(status="applied"), make_user()

    answers = at_once(
        lambda: services.move(membership, verb="confirm", today=date(2026, 11, 22), actor=actor)
    )

    assert answers == (1, CLIENTS - 1)
    assert AuditEntry.objects.filter(action="membership.confirm").count() == 1
    assert list(audit.verify()) == []


def test_one_of_many_who_enter_the_same_number_is_first_and_the_others_are_told():
    actor = make_user()
    facts = {"name": "Óptica", "vat_number": "ESB12345674"}

    answers = at_once(lambda: organisations.create(facts=facts, actor=actor))

    assert answers == (1, CLIENTS - 1)
    assert list(audit.verify()) == []


def test_many_who_enter_the_same_name_are_served_or_told():
    actor = make_user()

    done, refused = at_once(lambda: organisations.create(facts={"name": "Óptica"}, actor=actor))

    assert done + refused == CLIENTS
    assert Organisation.objects.count() == done >= 1
