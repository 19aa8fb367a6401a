"""Interests: sent, answered, followed to their result; private to two sides, safe when people race."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.files.uploadedfile import SimpleUploadedFile

from lonja.base.errors import Refused
from lonja.base.models import OutboxMail
from lonja.directory import policies as directory
from lonja.partnering import policies
from lonja.partnering.lifecycle import INTEREST_MOVES, InterestState, next_interest_state
from lonja.partnering.models import Conversation, Interest
from lonja.partnering.services import interests, mandates, results, waiting
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

TODAY = date.today()
NOW = datetime.now(UTC)


def pair(**fields):
    """An offer with its owner's account, and an organisation with its own that might want it."""
    owner, seeker = make_user(), make_user()
    offer = make_opportunity(make_organisation("Frigo Norte", admin=owner, slug="frigo-norte"), **fields)
    house = make_organisation("Pescados del Sur", admin=seeker, slug="pescados")
    return offer, owner, house, seeker


def express(offer, house, actor, **fields):
    values = {"text": "We would like to talk about it.", "actor": actor, "today": TODAY, "now": NOW, **fields}
    return interests.express(offer, organisation=house, **values)


@pytest.mark.django_db
def test_the_owner_is_told_of_an_interest_without_its_text():
    offer, owner, house, seeker = pair()

    interest = express(offer, house, seeker, text="Our secret recipe needs cooling.")
    mail = OutboxMail.objects.get()

    assert (interest.state, mail.to, "secret recipe" in mail.text) == ("sent", owner.email, False)


@pytest.mark.django_db
def test_one_organisation_has_one_standing_interest_in_an_offer():
    offer, _owner, house, seeker = pair()
    express(offer, house, seeker)

    with pytest.raises(Refused, match="written to them already"):
        express(offer, house, seeker)


@pytest.mark.django_db
def test_the_quota_of_a_month_is_kept():
    offer, _owner, house, seeker = pair()
    for _ in range(interests.MOST_PER_MONTH):
        make_interest(make_opportunity(), house, sent_at=NOW, state="declined")

    with pytest.raises(Refused, match="limit"):
        express(offer, house, seeker)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "fields",
    [{"open_for_interest": False}, {"state": "ON_HOLD"}, {"interest_until": TODAY - timedelta(days=1)}],
)
def test_what_is_closed_takes_no_interest(fields):
    offer, _owner, house, seeker = pair(**fields)

    with pytest.raises(Refused, match="any more"):
        express(offer, house, seeker)


@pytest.mark.django_db
def test_accepting_opens_names_contacts_and_a_conversation_both_ways():
    offer, owner, house, seeker = pair(is_anonymous=True)
    theirs, ours = make_contact(offer.organisation), make_contact(house)
    interest = express(offer, house, seeker)

    def reach():
        shown = [
            directory.contacts.allows(seeker, "view", theirs),
            directory.contacts.allows(owner, "view", ours),
        ]
        return [*shown, policies.opportunities.allows(seeker, "identify", offer)]

    before = reach()
    interests.accept(interest, actor=owner, now=NOW)

    assert (before, reach()) == ([False] * 3, [True] * 3)
    assert Conversation.objects.get().interest == interest


@pytest.mark.django_db
def test_declining_tells_the_reason_and_not_who_an_anonymous_owner_is():
    offer, owner, house, seeker = pair(is_anonymous=True)
    interest = express(offer, house, seeker)

    interests.decline(interest, reason="taken", actor=owner, now=NOW)
    mail = OutboxMail.objects.get(to=seeker.email)

    assert ("found a partner" in mail.text, "Frigo Norte" in mail.subject + mail.text) == (True, False)


@pytest.mark.django_db
def test_every_step_is_written_down_with_side_and_moment():
    offer, owner, house, seeker = pair()
    interest = express(offer, house, seeker)
    interests.see(interest, actor=owner, now=NOW)
    interests.see(interest, actor=owner, now=NOW)
    interests.accept(interest, actor=owner, now=NOW)

    steps = list(interest.steps.values_list("verb", "after", "side"))

    assert steps == [("send", "sent", "sender"), ("see", "seen", "owner"), ("accept", "accepted", "owner")]


@pytest.mark.django_db
def test_an_agreement_counts_when_the_other_side_confirms():
    offer, owner, house, seeker = pair()
    interest = interests.accept(express(offer, house, seeker), actor=owner, now=NOW)
    interest = results.talk(interest, met_on=TODAY, actor=seeker, now=NOW)
    interest = results.agree(
        interest,
        result="project",
        title="Cold chain",
        agreed_on=TODAY,
        organisation=house,
        actor=seeker,
        now=NOW,
    )

    with pytest.raises(Refused, match="other side"):
        results.confirm(interest, organisation=house, actor=seeker, now=NOW)
    interest = results.confirm(interest, organisation=offer.organisation, actor=owner, now=NOW)

    assert (interest.state, interest.confirmed_at) == ("agreement", NOW)


@pytest.mark.django_db
def test_interests_are_remembered_once_and_end_after_a_month():
    offer, owner, house, seeker = pair()
    interest = express(offer, house, seeker)
    for _ in range(2):
        waiting.send_reminders(today=TODAY + timedelta(days=10))
        waiting.expire_due(today=TODAY + timedelta(days=31), now=NOW)

    interest.refresh_from_db()
    told = list(OutboxMail.objects.values_list("to", flat=True).order_by("pk"))

    assert (interest.state, told) == ("expired", [owner.email, owner.email, seeker.email])


@pytest.mark.django_db
def test_only_moves_of_the_table_are_possible():
    with pytest.raises(Refused):
        next_interest_state("accept", InterestState.WITHDRAWN)
    assert {state for move in INTEREST_MOVES.items() for state in (move[0][1], move[1])} == set(InterestState)


@pytest.mark.django_db
def test_strangers_and_managers_read_no_interest():
    offer, owner, house, seeker = pair()
    manager = make_user()
    make_membership(house, make_cluster(manager=manager))
    interest = make_interest(offer, house)
    actors = [AnonymousUser(), make_user(), manager, owner, seeker]

    assert [policies.interests.allows(actor, "view", interest) for actor in actors] == [
        False, False, False, True, True,
    ]  # fmt: skip
    assert [policies.interests.allows(actor, "answer", interest) for actor in actors] == [
        False, False, False, True, False,
    ]  # fmt: skip


@pytest.mark.django_db
def test_an_interest_is_sent_by_the_form_with_a_file(client):
    offer, _owner, house, seeker = pair()
    client.force_login(seeker)
    words = "We land forty tonnes of fish a week and look for somebody to carry it."
    letter = {"organisation": house.pk, "text": words, "agreed": "on"}
    paper = SimpleUploadedFile("plan.pdf", b"%PDF-1.7 x")

    answer = client.post(f"{offer.get_absolute_url()}interest/", {**letter, "upload": paper})
    interest = Interest.objects.get()

    assert (answer.status_code, answer["Location"]) == (303, interest.get_absolute_url())
    assert client.get(f"{interest.get_absolute_url()}file/").status_code == 200
    client.force_login(make_user())
    assert client.get(f"{interest.get_absolute_url()}file/").status_code == 404


@pytest.mark.django_db
def test_nobody_writes_in_the_name_of_another_organisation(client):
    offer, _owner, house, _seeker = pair()
    stranger = make_user()
    make_organisation(admin=stranger)
    client.force_login(stranger)

    answer = client.post(
        f"{offer.get_absolute_url()}interest/",
        {"organisation": house.pk, "text": "x" * 60, "agreed": "on"},
    )

    assert (answer.status_code, Interest.objects.count()) == (422, 0)


@pytest.mark.django_db
def test_an_adviser_acts_with_consent_only_and_is_shown_as_one():
    offer, _owner, house, admin = pair()
    adviser = make_user()
    cluster = make_cluster(manager=adviser)
    make_membership(house, cluster)
    before = policies.acting(adviser).count()
    mandate = mandates.ask(house, cluster=cluster, note="", actor=adviser, today=TODAY, now=NOW)
    asked = policies.acting(adviser).count()
    mandates.move(mandate, "consent", actor=admin, now=NOW)

    interest = express(offer, house, adviser, mandate=mandate)

    assert (before, asked, list(policies.acting(adviser)), interest.mandate) == (0, 0, [house], mandate)
    mandates.move(mandate, "end", actor=admin, now=NOW)
    assert policies.acting(adviser).count() == 0


@pytest.mark.django_db
def test_an_author_who_no_longer_acts_for_the_owner_is_told_nothing():
    offer, owner, house, seeker = pair()
    offer.author = make_user()
    offer.save()

    express(offer, house, seeker)

    assert list(OutboxMail.objects.values_list("to", flat=True)) == [owner.email]


@pytest.mark.django_db
def test_the_list_of_interests_needs_few_queries(client, django_assert_max_num_queries):
    offer, owner, _house, _seeker = pair()
    make_interest(offer)
    client.force_login(owner)
    with django_assert_max_num_queries(12) as few:
        client.get("/partnering/interests/")
    for _ in range(20):
        make_interest(offer)
    with django_assert_max_num_queries(len(few.captured_queries)):
        client.get("/partnering/interests/")


@pytest.mark.django_db
def test_an_agreement_counts_once_for_each_cluster_and_once_in_all(client):
    manager, offer, house = make_user(), make_opportunity(), make_organisation()
    make_membership(offer.organisation, make_cluster("Fintech", manager=manager))
    make_membership(house, make_cluster("AI", manager=manager))
    agreed = {"agreed_on": TODAY, "agreed_by": house, "confirmed_at": NOW}
    make_interest(offer, house, state="agreement", result="project", **agreed)
    make_interest(make_opportunity(), house, state="talks", result="project")
    client.force_login(manager)

    context = client.get("/partnering/results/").context

    assert [(row["name"], row["total"]) for row in context["rows"]] == [("AI", 1), ("Fintech", 1)]
    assert context["total"][1] == 1


@pytest.mark.django_db
def test_who_manages_no_cluster_reads_no_results(client):
    client.force_login(make_user())

    assert client.get("/partnering/results/").status_code == 403


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_ten_at_once_send_one_interest():
    offer, _owner, house, seeker = pair()

    answers = race(10, lambda number: express(offer, house, seeker).pk)

    assert sum(not isinstance(answer, Exception) for answer in answers) == 1
    assert {type(answer) for answer in answers if isinstance(answer, Exception)} == {Refused}


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_the_quota_holds_when_many_write_at_once():
    _offer, _owner, house, seeker = pair()
    offers = [make_opportunity() for _ in range(6)]
    for _ in range(interests.MOST_PER_MONTH - 2):
        make_interest(make_opportunity(), house, sent_at=NOW, state="declined")

    race(6, lambda number: express(offers[number], house, seeker).pk)

    assert Interest.objects.filter(organisation=house).count() == interests.MOST_PER_MONTH


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_an_interest_is_answered_once_when_two_answer_at_once():
    offer, owner, house, seeker = pair()
    interest = express(offer, house, seeker)

    def answer(number):
        if number % 2:
            return interests.accept(interest, actor=owner, now=NOW).state
        return interests.decline(interest, reason="busy", actor=owner, now=NOW).state

    answers = race(6, answer)
    interest.refresh_from_db()

    assert [each for each in answers if not isinstance(each, Exception)] == [interest.state]
    assert Conversation.objects.count() == (interest.state == "accepted")


@pytest.mark.django_db
def test_an_interest_needs_few_queries_and_opening_it_first_writes_a_few_more(
    client, django_assert_max_num_queries, django_assert_num_queries
):
    offer, owner, _house, _seeker = pair()
    interest = make_interest(offer)
    client.force_login(owner)

    with django_assert_max_num_queries(19):  # twelve of them write down that it was seen
        client.get(interest.get_absolute_url())
    with django_assert_num_queries(6):
        client.get(interest.get_absolute_url())
