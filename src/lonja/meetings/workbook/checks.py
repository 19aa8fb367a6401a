"""What cells cannot know by themselves: who refers to whom, what stands twice, what lies outside."""

import difflib
from dataclasses import replace
from datetime import timedelta

from django.utils.translation import gettext as _

from lonja.base.imports.book import plain
from lonja.meetings.lifecycle import RequestState
from lonja.meetings.workbook.facts import PairFact

# Comparing names is slow; a workbook in which thousands are unknown gets guesses for the first of them.
MOST_COMPARED = 50_000

# Of two requests between the same people, the one further on in this list counts.
_STATES = (RequestState.DECLINED, RequestState.SENT, RequestState.ACCEPTED)


def folded(name):
    """A name as people mean it: no capitals, accents, marks or doubled spaces.

    C, C++ and C# are three names, and one of marks alone is itself.
    """
    return plain(name.replace("+", " plus ").replace("#", " sharp ")) or name.strip()


def guess_of(reader, word, known, *, cutoff):
    """Which of the known words somebody may have meant, or nothing."""
    reader.compared += len(known)
    if reader.compared > MOST_COMPARED:
        return ""
    found = difflib.get_close_matches(word, sorted(known), n=1, cutoff=cutoff)
    return found[0] if found else ""


class People:
    """The e-mail addresses of the sheet People, and a guess for those that are nearly there."""

    def __init__(self, reader, rows):
        self.reader = reader
        unique(reader, rows, "email")
        unique(reader, rows, "known")
        self.addresses = {key for key in map(key_of, rows) if key}
        self.sheet = rows[0].sheet if rows else ""

    def known(self, row, column):
        """Whether the address in a cell belongs to somebody; if not, say so with a guess."""
        email = row.get(column)
        return bool(email) and self.is_known(row, column, email)

    def is_known(self, row, column, email):
        """The same for one address of a cell that holds several."""
        if email in self.addresses:
            return True
        guess = guess_of(self.reader, email, self.addresses, cutoff=0.8)
        said = {"email": email, "sheet": self.sheet, "guess": guess}
        if guess:
            message = (
                _("Nobody on the sheet %(sheet)s has the e-mail %(email)s. Did you mean %(guess)s?") % said
            )
        else:
            message = (
                _("Nobody on the sheet %(sheet)s has the e-mail %(email)s. Add the person there.") % said
            )
        self.reader.fault(row, column, message)
        return False


def key_of(row):
    """How a row of the sheet People is known: by its address, or by the number of the registration."""
    return row.get("email") or row.get("known") or ""


def pairs(reader, rows, seen):
    """Who must meet, and who must not; each two once."""
    found = {}
    for row in rows:
        if not (seen.known(row, "one") & seen.known(row, "other")):
            continue
        two = frozenset((row["one"], row["other"]))
        if len(two) < 2:
            reader.fault(row, "other", _("Name two different people."))
        elif two in found:
            reader.fault(row, "other", _("A rule for these two stands in row %(row)s already.")
                         % {"row": found[two].row})  # fmt: skip
        else:
            found[two] = PairFact(
                row["one"], row["other"], str(row["kind"]), row.get("reason", ""), row.number
            )
    return list(found.values())


def unique(reader, rows, column):
    """Say where a value stands for the second time."""
    first = {}
    for row in rows:
        value = row.get(column)
        if not value:
            continue
        before = first.setdefault(folded(value) if column != "email" else value, row)
        if before is not row:
            reader.fault(row, column, _("“%(value)s” stands in row %(row)s already.")
                         % {"value": value, "row": before.number})  # fmt: skip


def at_the_event(reader, row, column, moment):
    """Say when a moment is far from the days of the event."""
    if moment is None or not reader.days:
        return
    first, last = reader.days[0], reader.days[-1]
    if not first - timedelta(days=1) <= moment.astimezone(reader.zone).date() <= last + timedelta(days=1):
        said = {
            "when": moment.astimezone(reader.zone).strftime("%d/%m/%Y %H:%M"),
            "first": first,
            "last": last,
        }
        if first == last:
            message = _("%(when)s is outside the event, which is on %(first)s.") % said
        else:
            message = _("%(when)s is outside the event, which is from %(first)s to %(last)s.") % said
        reader.fault(row, column, message)


def organisations(reader, people_rows, facts):
    """When the sheet Organisations is filled in, nobody comes for one that is nearly on it."""
    for row in people_rows:
        name = row.get("organisation")
        if not name or not facts or folded(name) in facts:
            continue
        guess = guess_of(reader, folded(name), facts, cutoff=0.85)
        if guess:
            reader.fault(row, "organisation", _("No organisation is called “%(name)s”. Did you mean "
                                                "“%(guess)s”?")
                         % {"name": name, "guess": facts[guess].name})  # fmt: skip


def together(first, second):
    """Two requests between the same people as one: the higher priority, the better state."""
    mutual = first.sides[0] != second.sides[0] and RequestState.DECLINED not in (first.state, second.state)
    states = (first.state, second.state)
    return replace(
        first,
        priority=min(first.priority, second.priority),
        state=str(
            RequestState.ACCEPTED
            if mutual
            else max(states, key=lambda state: _STATES.index(RequestState(state)))
        ),
        text=first.text or second.text,
        remote_link=first.remote_link or second.remote_link,
        fixed_at=first.fixed_at or second.fixed_at,
        fixed_table=first.fixed_table or second.fixed_table,
        after=tuple(dict.fromkeys((*first.after, *second.after))),
        rows=(*first.rows, *second.rows),
    )


def registrations(reader, rows, seen, talks, talk_rows):
    """Who attends which talk; each once, and nobody in two talks at a time."""
    faulty = {
        folded(row.get("code", "")) for row in talk_rows
    }  # a talk without good times is known all the same
    by_code = {folded(talk.code): talk for talk in talks}
    found, attended = {}, {}
    for row in rows:
        person_known = seen.known(row, "person")
        talk = by_code.get(folded(row.get("talk", "")))
        if talk is None and row.get("talk") and folded(row["talk"]) not in faulty:
            guess = guess_of(reader, folded(row["talk"]), by_code, cutoff=0.5)
            said = {"code": row["talk"], "guess": by_code[guess].code if guess else ""}
            if guess:
                message = _("No talk has the code “%(code)s”. Did you mean “%(guess)s”?") % said
            else:
                message = _("No talk has the code “%(code)s”. Add it on the sheet with the talks.") % said
            reader.fault(row, "talk", message)
        if talk is None or not person_known:
            continue
        for other in attended.get(row["person"], ()):
            if other is not talk and other.starts_at < talk.ends_at and talk.starts_at < other.ends_at:
                reader.fault(row, "talk", _("%(person)s attends the talk %(other)s at the same time.")
                             % {"person": row["person"], "other": other.code})  # fmt: skip
        attended.setdefault(row["person"], []).append(talk)
        found[row["person"], talk.code] = None
    return list(found)
