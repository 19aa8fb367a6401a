"""Links between clusters: a claim until the other side confirms it."""

from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client

from lonja.base.errors import Refused
from lonja.base.models import AuditEntry, OutboxMail
from lonja.directory import policies, standing
from lonja.directory.models import ClusterLink
from lonja.directory.services import links
from tests.factories import make_cluster, make_user

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 22)
NOBODY = AnonymousUser()


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


def shown_on(cluster, actor=NOBODY):
    return [(link.name, link.row.state) for link in standing.links(cluster, actor=actor)]


def test_a_claim_asks_the_other_side_and_becomes_mutual_when_confirmed():
    actor, answering = make_user(), make_user("b@example.org", language="es")
    ours, theirs = make_cluster("Ours", manager=actor), make_cluster("Theirs", manager=answering)

    link = links.claim(actor, ours, "  theírs ", since="2019")

    assert (link.other, link.state, OutboxMail.objects.get().to) == (theirs, "claimed", "b@example.org")
    assert (shown_on(ours), shown_on(theirs)) == ([("Theirs", "claimed")], [])

    links.answer(link, verb="confirm", actor=answering)

    assert (shown_on(ours), shown_on(theirs)) == ([("Theirs", "mutual")], [("Ours", "mutual")])
    assert list(AuditEntry.objects.values_list("action", flat=True)) == ["link.claimed", "link.confirm"]


def test_two_claims_of_the_same_are_one_mutual_link():
    one, other = make_cluster(), make_cluster()
    links.claim(make_user(), one, other)

    links.claim(make_user(), other, one)

    assert list(ClusterLink.objects.values_list("cluster", "other", "state")) == [
        (one.pk, other.pk, "mutual")
    ]


def test_a_declined_claim_is_hidden_and_not_asked_again_but_may_be_confirmed_later():
    one, other = make_cluster(), make_cluster()
    link = links.answer(links.claim(make_user(), one, other), verb="decline", actor=make_user())

    assert shown_on(one) == []
    with pytest.raises(Refused, match="has declined"):
        links.claim(make_user(), one, other)
    assert links.answer(link, verb="confirm", actor=make_user()).state == "mutual"


def test_a_link_that_ended_may_be_claimed_again():
    one, other = make_cluster(), make_cluster()
    link = links.answer(links.claim(make_user(), one, other), verb="confirm", actor=make_user())

    left = links.end(link, verb="leave", today=TODAY, actor=make_user())

    assert (left.state, left.until) == ("ended", "2026-11-22")
    assert links.claim(make_user(), other, one).state == "claimed"


def test_a_name_that_is_not_registered_stays_a_claim_until_a_cluster_bears_it():
    manager = make_user()
    one = make_cluster("One")
    link = links.claim(make_user(), one, "Nowa Energia")
    late = make_cluster("Nowa Energía", manager=manager)

    page = signed_in(manager).get(f"/clusters/{late.slug}/links/").content.decode()
    assert "names a cluster called like yours" in page

    signed_in(manager).post(f"/clusters/{late.slug}/links/{link.pk}/connect/")

    link.refresh_from_db()
    assert (link.other, link.state) == (late, "claimed")


def test_a_cluster_does_not_link_to_itself_nor_twice_to_the_same_name():
    one = make_cluster("One")
    links.claim(make_user(), one, "Somewhere")

    with pytest.raises(Refused, match="itself"):
        links.claim(make_user(), one, "one")
    with pytest.raises(Refused, match="on the list"):
        links.claim(make_user(), one, "SOMEWHERE")


def test_a_private_cluster_is_not_found_by_name_nor_shown_through_a_link():
    one, hidden = make_cluster("One"), make_cluster("Hidden", is_public=False)

    by_name = links.claim(make_user(), one, "Hidden")
    links.claim(make_user(), one, hidden, kind="memorandum")

    assert by_name.other is None
    assert shown_on(one) == [("Hidden", "claimed")]
    assert policies.cluster_links.scope(NOBODY).filter(other=hidden).count() == 0


def test_only_the_other_side_confirms(client):
    manager = make_user()
    one, other = make_cluster(manager=manager), make_cluster(manager=make_user())
    link = links.claim(manager, one, other)

    assert signed_in(manager).post(f"/links/{link.pk}/confirm/").status_code == 403
    assert signed_in(make_user()).post(f"/links/{link.pk}/confirm/").status_code == 403
    assert client.post(f"/links/{link.pk}/confirm/").status_code in (302, 403)
    assert ClusterLink.objects.get().state == "claimed"


def test_the_page_of_links_asks_as_many_queries_for_thirty_as_for_one(django_assert_max_num_queries):
    one = make_cluster("One")
    for number in range(30):
        links.claim(make_user(), one, make_cluster(f"Other {number}"))

    with django_assert_max_num_queries(12):
        page = Client().get(f"/clusters/{one.slug}/links/")

    assert page.content.decode().count("Other") == 30
