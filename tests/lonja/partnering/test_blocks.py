"""Whoever is kept away does not arrive, and cannot tell."""

from datetime import UTC, date, datetime

import pytest

from lonja.base.errors import Refused
from lonja.base.models import OutboxMail
from lonja.directory import policies as directory
from lonja.directory.models import Block
from lonja.partnering import policies
from lonja.partnering.models import Conversation
from lonja.partnering.services import blocks, conversations, interests, introductions
from tests.factories import make_cluster, make_contact, make_opportunity, make_organisation, make_user

pytestmark = pytest.mark.django_db
TODAY = date.today()
NOW = datetime.now(UTC)


def world():
    owner, seeker = make_user(), make_user()
    house, other = make_organisation("Frigo Norte", admin=owner), make_organisation("Ruido", admin=seeker)
    return make_opportunity(house), owner, other, seeker


def express(offer, other, seeker):
    return interests.express(
        offer, organisation=other, text="Let us talk.", actor=seeker, today=TODAY, now=NOW
    )


def test_an_interest_of_a_blocked_organisation_never_arrives_and_looks_sent():
    offer, owner, other, seeker = world()
    blocks.block(by_organisation=offer.organisation, organisation=other, actor=owner, now=NOW)

    interest = express(offer, other, seeker)

    assert (interest.state, OutboxMail.objects.count()) == ("sent", 0)
    assert [policies.interests.allows(actor, "view", interest) for actor in (seeker, owner)] == [True, False]


def test_the_page_of_an_interest_is_the_same_whether_it_arrived_or_not(client):
    offer, owner, other, seeker = world()
    client.force_login(seeker)
    free = make_opportunity(make_organisation("Frigo Norte"), title=offer.title)
    blocks.block(by_organisation=offer.organisation, organisation=other, actor=owner, now=NOW)
    words = "We land forty tonnes of fish a week and look for somebody to carry it."

    answers = [
        client.post(
            f"{row.get_absolute_url()}interest/",
            {"organisation": other.pk, "text": words, "agreed": "on"},
            follow=True,
        )
        for row in (offer, free)
    ]

    assert [answer.status_code for answer in answers] == [200, 200]
    assert len(answers[0].content) == len(answers[1].content)


def test_a_person_keeps_a_person_away():
    offer, owner, other, seeker = world()
    offer.author = owner
    offer.save()
    blocks.block(by_user=owner, user=seeker, actor=owner, now=NOW)

    assert express(offer, other, seeker).is_held is True


def test_blocking_closes_open_contacts_and_the_conversation():
    offer, owner, other, seeker = world()
    contact = make_contact(offer.organisation)
    interests.accept(express(offer, other, seeker), actor=owner, now=NOW)
    opened = directory.contacts.allows(seeker, "view", contact)

    blocks.block(by_organisation=offer.organisation, organisation=other, actor=owner, now=NOW)

    assert (opened, directory.contacts.allows(seeker, "view", contact)) == (True, False)
    with pytest.raises(Refused, match="no more messages"):
        conversations.write(Conversation.objects.get(), text="Hello?", actor=seeker, now=NOW)


def test_blocked_pairs_are_not_introduced():
    offer, owner, other, seeker = world()
    blocks.block(by_organisation=other, organisation=offer.organisation, actor=seeker, now=NOW)

    row = introductions.introduce(
        offer.organisation,
        other,
        cluster=make_cluster(),
        text="You fit.",
        actor=make_user(),
        today=TODAY,
        now=NOW,
    )

    assert OutboxMail.objects.count() == 0
    assert [policies.introductions.allows(actor, "view", row) for actor in (owner, seeker)] == [False, False]


def test_an_administrator_blocks_and_lifts_on_the_page_and_nobody_else_can(client):
    offer, owner, other, seeker = world()
    client.force_login(owner)
    client.post("/partnering/blocks/", {"by": offer.organisation.pk, "organisation": "Ruido"})
    block = Block.objects.get()
    client.force_login(seeker)
    refused = client.post(f"/partnering/blocks/{block.pk}/lift/").status_code
    client.force_login(owner)
    lifted = client.post(f"/partnering/blocks/{block.pk}/lift/").status_code

    assert (refused, lifted, Block.objects.count()) == (404, 303, 0)


def test_a_person_keeps_an_organisation_away_on_her_own_page(client):
    offer, _owner, other, seeker = world()
    author = make_user()
    offer.author = author
    offer.save()
    client.force_login(author)
    client.post("/partnering/blocks/", {"by": "", "organisation": "Ruido"})
    block = Block.objects.get()
    page = client.get("/partnering/blocks/").content.decode()
    held = express(offer, other, seeker).is_held
    client.force_login(seeker)
    refused = client.post(f"/partnering/blocks/{block.pk}/lift/").status_code
    hers = client.get("/partnering/blocks/").content.decode()
    client.force_login(author)
    lifted = client.post(f"/partnering/blocks/{block.pk}/lift/").status_code

    assert (block.by_user, block.organisation, held) == (author, other, True)
    assert "<strong>Ruido</strong> · you yourself" in page
    assert "you yourself" not in hers
    assert (refused, lifted, Block.objects.count()) == (404, 303, 0)


def test_a_second_block_of_the_same_is_the_first():
    offer, owner, other, _seeker = world()
    made = [
        blocks.block(by_organisation=offer.organisation, organisation=other, actor=owner, now=NOW)
        for _ in range(2)
    ]

    assert made[0] == made[1]
