"""Conversations and introductions: private to two sides, told by mail without their words."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.files.uploadedfile import SimpleUploadedFile

from lonja.base.errors import Refused
from lonja.base.models import OutboxMail
from lonja.partnering import policies
from lonja.partnering.models import Conversation, Message
from lonja.partnering.services import conversations, interests, introductions, waiting
from tests.factories import (
    make_cluster,
    make_contact,
    make_interest,
    make_membership,
    make_opportunity,
    make_organisation,
    make_user,
)
from tests.races import race

pytestmark = pytest.mark.django_db
TODAY = date.today()
NOW = datetime.now(UTC)


def talk():
    """An open conversation with the accounts of both sides."""
    owner, seeker = make_user(), make_user()
    offer = make_opportunity(make_organisation("Frigo Norte", admin=owner))
    interest = make_interest(offer, make_organisation("Pescados del Sur", admin=seeker))
    interests.accept(interest, actor=owner, now=NOW)
    OutboxMail.objects.all().delete()
    return Conversation.objects.get(interest=interest), owner, seeker


def test_a_message_is_told_to_the_other_side_without_its_words():
    row, owner, seeker = talk()

    message = conversations.write(row, text="The price is 40 cents.", actor=seeker, now=NOW)
    mail = OutboxMail.objects.get()

    assert (message.organisation.name, mail.to) == ("Pescados del Sur", owner.email)
    assert "40 cents" not in mail.subject + mail.text


def test_only_the_two_sides_read_a_conversation_and_its_files(client):
    row, owner, seeker = talk()
    paper = SimpleUploadedFile("price.pdf", b"%PDF-1.7 x")
    message = conversations.write(row, text="", upload=paper, actor=seeker, now=NOW)
    codes = []
    for actor in (owner, seeker, make_user()):
        client.force_login(actor)
        pages = (row.get_absolute_url(), f"/partnering/messages/{message.pk}/file/")
        codes.append([client.get(page).status_code for page in pages])

    assert codes == [[200, 200], [200, 200], [404, 404]]


def test_a_conversation_shows_the_private_contacts_of_the_other_side(client):
    row, _owner, seeker = talk()
    make_contact(row.first, "director@frigo.example.org")
    client.force_login(seeker)

    assert b"director@frigo.example.org" in client.get(row.get_absolute_url()).content


def test_a_message_is_written_by_the_form_and_counted_as_new_for_the_other(client):
    row, owner, seeker = talk()
    client.force_login(seeker)
    client.post(row.get_absolute_url(), {"text": "When could we talk?"})
    client.force_login(owner)

    before = client.get("/partnering/conversations/").content.decode()
    client.get(row.get_absolute_url())
    after = client.get("/partnering/conversations/").content.decode()

    assert (Message.objects.count(), "1 new message" in before, "new message" in after) == (1, True, False)


def test_an_empty_message_is_not_sent(client):
    row, _owner, seeker = talk()
    client.force_login(seeker)

    assert client.post(row.get_absolute_url(), {"text": "  "}).status_code == 422


def introduced():
    """A member and another organisation that a manager would like to bring together."""
    manager, one, other = make_user(), make_user(), make_user()
    cluster = make_cluster(manager=manager)
    member, stranger = make_organisation(admin=one), make_organisation(admin=other)
    make_membership(member, cluster)
    row = introductions.introduce(
        member, stranger, cluster=cluster, text="You should meet.", actor=manager, today=TODAY, now=NOW
    )
    return row, one, other, manager


def test_an_introduction_opens_when_both_say_yes():
    row, one, other, manager = introduced()

    introductions.answer(row, says_yes=True, actor=one, now=NOW)
    before = Conversation.objects.count()
    introductions.answer(row, says_yes=True, actor=other, now=NOW)
    talk = Conversation.objects.get()
    readers = [policies.conversations.allows(actor, "view", talk) for actor in (one, other, manager)]

    assert (before, readers) == (0, [True, True, False])


def test_one_no_ends_an_introduction():
    row, one, other, _manager = introduced()
    introductions.answer(row, says_yes=False, actor=one, now=NOW)

    with pytest.raises(Refused):
        introductions.answer(row, says_yes=True, actor=other, now=NOW)


def test_an_introduction_is_for_its_maker_and_the_two():
    row, one, other, manager = introduced()
    actors = [AnonymousUser(), make_user(), manager, one, other]

    assert [policies.introductions.allows(actor, "view", row) for actor in actors] == [
        False, False, True, True, True,
    ]  # fmt: skip
    assert [policies.introductions.allows(actor, "answer", row) for actor in actors] == [
        False, False, False, True, True,
    ]  # fmt: skip


def test_an_introduction_without_answers_ends_by_itself():
    row, _one, _other, _manager = introduced()

    waiting.end_introductions(today=TODAY + timedelta(days=31))
    row.refresh_from_db()

    assert row.is_over is True


def test_who_manages_no_cluster_introduces_nobody(client):
    client.force_login(make_user())

    assert client.get("/partnering/introductions/new/").status_code == 403


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_both_say_yes_at_once_and_one_conversation_opens():
    row, one, other, _manager = introduced()

    race(2, lambda number: introductions.answer(row, says_yes=True, actor=(one, other)[number], now=NOW).pk)

    assert Conversation.objects.count() == 1
