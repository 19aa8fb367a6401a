"""Meeting requests of the demo: who asked whom, with which words, and what came of it."""

from datetime import UTC, datetime, time, timedelta

from lonja.demo import tables
from lonja.demo.asking import Asker
from lonja.demo.texts import topic
from lonja.events.models import ParticipantType
from lonja.meetings.lifecycle import RequestState
from lonja.meetings.models import MeetingRequest, Priority

# Nobody is asked for more meetings than a day can hold beside talks and pauses.
MOST_MEETINGS, MOST_REQUESTS = 9, 14
STATES = {
    "meetings": RequestState.ACCEPTED,
    "declined": RequestState.DECLINED,
    "expired": RequestState.EXPIRED,
    "withdrawn": RequestState.WITHDRAWN,
    "waiting": RequestState.SENT,
}
ANSWERED = {RequestState.ACCEPTED, RequestState.DECLINED}
KINDS = {
    ParticipantType.GROUP: "group",
    ParticipantType.RESEARCH: "academia",
    ParticipantType.PUBLIC: "public",
    ParticipantType.ASSOCIATION: "association",
}
WAITING_FOR_HER = 3


class Correspondence:
    """What is known of the organisations, so that requests can speak of it.

    Args:
        technology: the labels of the first technology of each organisation, by its short address.
    """

    def __init__(self, rng, technology):
        self.rng, self.technology = rng, technology
        self.trade = {row["slug"]: row["profile"] for row in tables.rows("organisations")}
        self.wants = {row["profile"]: set(row["wants"].split()) for row in tables.rows("profiles")}
        self.texts = tables.rows("request_texts")
        self.decks = {}

    def write(self, row, edition, participations, *, sought, today):
        """Write all requests of one edition, in the states that its row counts.

        Args:
            sought: the person who finds requests to answer, while people still answer.
        """
        people = {one.pk: one for one in participations}
        asker = Asker(
            self.rng,
            list(people),
            house={pk: one.organisation_id for pk, one in people.items()},
            trade={pk: self.trade[one.organisation.slug] for pk, one in people.items()},
            wants=self.wants,
        )
        last = min(edition.starts_on - timedelta(days=3), today - timedelta(days=1))
        pairs = {
            state: asker.draw(
                int(row[column]), most=MOST_MEETINGS if state == RequestState.ACCEPTED else MOST_REQUESTS
            )
            for column, state in STATES.items()
        }
        if pairs[RequestState.SENT]:
            her = next(pk for pk, one in people.items() if one.person == sought)
            pairs[RequestState.SENT] += asker.draw_to(her, WAITING_FOR_HER)
        return MeetingRequest.objects.bulk_create(
            self._request(edition, people[sender], people[recipient], state, last)
            for state, found in pairs.items()
            for sender, recipient in found
        )

    def _request(self, edition, sender, recipient, state, last):
        sent_at = self._moment(last - timedelta(days=self.rng.randint(4, 30)))
        answered_at = sent_at + timedelta(hours=self.rng.randint(2, 90))
        return MeetingRequest(
            edition=edition,
            sender=sender,
            recipient=recipient,
            priority=self.rng.choices(list(Priority), [3, 5, 2])[0],
            text=self._text(sender, recipient),
            state=state,
            sent_at=sent_at,
            answered_at=answered_at if state in ANSWERED else None,
        )

    def _moment(self, day):
        return datetime.combine(day, time(self.rng.randint(7, 18), self.rng.randint(0, 59)), UTC)

    def _text(self, sender, recipient):
        """A sentence in the sender's language about what the recipient does."""
        language = "es" if sender.language == "es" else "en"
        labels = self.technology[recipient.organisation.slug]
        return self._deal(_kind(sender), _kind(recipient))[language].format(
            topic=topic(labels[language]), city=sender.organisation.city or sender.organisation.name
        )

    def _deal(self, sender, recipient):
        """The next text for two kinds of people; each is used once before any comes again."""
        deck = self.decks.setdefault((sender, recipient), [])
        if not deck:
            own = {"any", "academia" if sender == "group" else sender}
            fit = [
                row for row in self.texts if row["sender"] in own and row["recipient"] in {"any", recipient}
            ]
            deck.extend(self.rng.sample(fit, len(fit)))
        return deck.pop()


def _kind(participation):
    """As what somebody writes or is written to."""
    return KINDS.get(participation.participant_type, "company")
