"""A meeting becomes an offer, a collaboration, an idea; each knows the way back."""

import pytest

from lonja.directory.models import Affiliation, ClusterLink
from lonja.impact.models import Collaboration, Conversion
from lonja.partnering.models import Opportunity
from tests.factories import make_cluster, make_membership
from tests.lonja.impact.afterwards import HERE, fair

pytestmark = pytest.mark.django_db


@pytest.fixture
def after():
    return fair()


def become(client, after, what, **data):
    return client.post(f"{HERE}my-meetings/{after.request.uid}/become/{what}/", data)


def test_an_idea_is_read_by_both_sides_and_the_organiser_and_nobody_else(after, client):
    client.force_login(after.ana.person.user)
    become(client, after, "idea", title="Cold chain", text="Ice from the sun.")
    pages = [f"{HERE}my-meetings/{after.request.uid}/", f"{HERE}outcomes/{after.request.uid}/"]
    seen = {}
    for who in ("jon", "organiser", "eva", "other_organiser"):
        one = getattr(after, who)
        client.force_login(one.person.user if hasattr(one, "person") else one)
        seen[who] = any("Ice from the sun." in client.get(page).content.decode() for page in pages)

    assert seen == {"jon": True, "organiser": True, "eva": False, "other_organiser": False}


def test_a_collaboration_counts_when_the_other_side_confirms_it(after, client):
    client.force_login(after.ana.person.user)
    become(client, after, "collaboration", text="We share transport.")
    claim = Collaboration.objects.get()
    answer = f"{HERE}collaborations/{claim.uid}/confirm/"

    own = client.post(answer).status_code
    client.force_login(after.eva.person.user)
    third = client.post(answer).status_code
    client.force_login(after.jon.person.user)
    before = claim.standing
    client.post(answer)
    claim.refresh_from_db()

    assert (own, third) == (403, 404)
    assert (before, claim.standing) == ("claimed", "mutual")


def test_between_clusters_it_is_a_link_of_the_directory(after, client):
    mine = make_cluster("Metal", manager=after.ana.person.user)
    theirs = make_cluster("Energy")
    make_membership(after.jon.organisation, theirs)
    client.force_login(after.ana.person.user)

    become(client, after, "collaboration", text="A joint stand.", cluster=mine.pk, other=theirs.pk)

    link = ClusterLink.objects.get()
    assert (link.cluster, link.other, link.state) == (mine, theirs, "claimed")
    assert Collaboration.objects.get().standing == "claimed"


def test_a_need_begins_as_a_draft_that_the_other_side_does_not_see(after, client):
    Affiliation.objects.create(person=after.ana.person, organisation=after.ana.organisation, is_main=True)
    client.force_login(after.ana.person.user)
    become(
        client, after, "opportunity", kind="TR", organisation=after.ana.organisation_id, title="Ice at sea"
    )

    made = Opportunity.objects.get()
    assert (str(made), made.state) == ("Ice at sea", "DRAFT")
    assert Conversion.objects.get().request == after.request
    for one in (after.jon.person.user, after.organiser):
        client.force_login(one)
        page = "my-meetings" if one != after.organiser else "outcomes"
        assert "Ice at sea" not in client.get(f"{HERE}{page}/{after.request.uid}/").content.decode()


def test_evidence_is_opened_by_its_side_and_the_organiser_only(after, client, tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path
    client.force_login(after.ana.person.user)
    paper = tmp_path / "contract.pdf"
    paper.write_bytes(b"%PDF-1.4 signed")
    with paper.open("rb") as content:
        client.post(
            f"{HERE}my-meetings/{after.request.uid}/outcome/",
            {"came": "yes", "outcome_type": "SALE", "evidence_file": content},
        )
    answer = after.request.outcome_answers.get()
    found = {}
    for who in ("ana", "organiser", "jon", "other_organiser", "stranger"):
        one = getattr(after, who)
        client.force_login(one.person.user if hasattr(one, "person") else one)
        found[who] = client.get(f"{HERE}evidence/{answer.uid}/").status_code

    assert found == {"ana": 200, "organiser": 200, "jon": 404, "other_organiser": 404, "stranger": 404}
