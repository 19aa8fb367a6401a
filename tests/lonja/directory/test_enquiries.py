"""Questions to the owner of a profile: passed on without showing an address, answered by choice."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client
from django.utils import timezone

from lonja.base.models import AuditEntry, OutboxMail
from lonja.directory import policies
from lonja.directory.models import Block, ContactGrant, Enquiry
from lonja.directory.services import enquiries
from tests.factories import make_cluster, make_contact, make_organisation, make_user

pytestmark = pytest.mark.django_db
QUESTION = {
    "sender_name": "Eva Prieto",
    "sender_organisation": "Óptica",
    "subject": "Sensors",
    "text": "Do you make sensors?",
}


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


def ask(owner, actor):
    return enquiries.ask(owner, facts={**QUESTION, "consent": True}, actor=actor, now=timezone.now())


@pytest.mark.parametrize("make", [make_organisation, make_cluster])
def test_a_question_reaches_the_owner_whose_answer_goes_to_who_asked(make):
    role = "admin" if make is make_organisation else "manager"
    owner = make(**{role: make_user("owner@example.org")})
    asker = make_user("eva@example.org")

    answer = signed_in(asker).post(f"{owner.get_absolute_url()}ask/", {**QUESTION, "consent": "on"})

    letter = OutboxMail.objects.get()
    assert answer.status_code == 303
    assert (letter.to, letter.reply_to) == ("owner@example.org", "eva@example.org")
    assert "Do you make sensors?" in letter.text
    assert AuditEntry.objects.get().action == "enquiry.sent"


def test_without_consent_nothing_is_sent_and_what_was_typed_stays():
    owner = make_organisation(admin=make_user())

    answer = signed_in(make_user()).post(f"{owner.get_absolute_url()}ask/", QUESTION)

    assert answer.status_code == 422
    assert "Do you make sensors?" in answer.content.decode()
    assert (Enquiry.objects.count(), OutboxMail.objects.count()) == (0, 0)


def test_strangers_sign_in_first_and_come_back(client):
    owner = make_organisation(admin=make_user())

    answer = client.get(f"{owner.get_absolute_url()}ask/")

    assert (answer.status_code, owner.get_absolute_url() in answer["Location"]) == (302, True)


def test_a_profile_that_nobody_looks_after_takes_no_question():
    owner = make_organisation()

    answer = signed_in(make_user()).post(f"{owner.get_absolute_url()}ask/", {**QUESTION, "consent": "on"})

    assert (answer.status_code, Enquiry.objects.count()) == (409, 0)


def test_only_so_many_questions_a_day():
    owner = make_organisation(admin=make_user())
    client = signed_in(make_user())

    codes = [client.post(f"{owner.get_absolute_url()}ask/", {"text": "?"}).status_code for _ in range(21)]

    assert codes == [422] * 20 + [429]


def test_sharing_opens_exactly_the_chosen_contact_to_the_person_who_asked():
    admin, asker = make_user(), make_user("eva@example.org")
    owner = make_organisation(admin=admin)
    chosen, kept = make_contact(owner, "open@example.org"), make_contact(owner, "kept@example.org")
    enquiry = ask(owner, asker)
    assert list(policies.contacts.scope(asker)) == []

    answer = signed_in(admin).post(f"/questions/{enquiry.pk}/share/", {"contacts": [chosen.pk]})

    assert answer.status_code == 303
    assert list(policies.contacts.scope(asker)) == [chosen]
    assert list(policies.contacts.scope(make_user())) == []
    assert OutboxMail.objects.filter(to="eva@example.org").count() == 1
    assert kept.value not in signed_in(asker).get(owner.get_absolute_url()).content.decode()

    signed_in(admin).post(f"/questions/{enquiry.pk}/close/")

    assert list(policies.contacts.scope(asker)) == []


def test_a_contact_of_somebody_else_cannot_be_shared():
    admin = make_user()
    enquiry = ask(make_organisation(admin=admin), make_user())
    foreign = make_contact(make_organisation())

    answer = signed_in(admin).post(f"/questions/{enquiry.pk}/share/", {"contacts": [foreign.pk]})

    assert (answer.status_code, ContactGrant.objects.count()) == (422, 0)


def test_questions_are_read_by_both_sides_only():
    admin, asker = make_user(), make_user()
    enquiry = ask(make_organisation(admin=admin), asker)

    readers = [admin, asker, make_user(), AnonymousUser()]

    assert [policies.enquiries.allows(one, "view", enquiry) for one in readers] == [True, True, False, False]
    assert signed_in(make_user()).get(f"/questions/{enquiry.pk}/share/").status_code == 404
    assert signed_in(asker).get(f"/questions/{enquiry.pk}/share/").status_code == 403


def test_somebody_kept_away_is_not_told_and_disturbs_nobody():
    owner, asker = make_organisation(admin=make_user()), make_user()
    Block.objects.create(by_organisation=owner, user=asker)

    enquiry = ask(owner, asker)

    assert (enquiry.state, OutboxMail.objects.count()) == ("declined", 0)
