"""What the mail with an agenda says: that it is out, may still change, is final, and what has changed."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lonja.meetings.agenda import stamp


def text(words, entries, old, *, zones, is_provisional, is_confirmed):
    """The whole mail, in the language that holds now.

    Args:
        words: person, edition, address, the count of meetings, and the name of the venue's zone.
        entries: the agenda.
        old: the agenda until now; empty when it is the first.
        zones: the time zone of the venue, and the reader's own when it is another one, else None.
        is_provisional: whether it may still change.
        is_confirmed: whether it was provisional until now and is final.
    """
    parts = [_opening(words, is_new=not old, is_provisional=is_provisional, is_confirmed=is_confirmed)]
    if old:
        lines = list(_changes(entries, old, zones))
        if lines:
            parts.append("\n".join([_("What has changed:"), *lines]))
        elif is_confirmed:
            parts.append(_("Nothing has changed since the provisional agenda."))
    elif entries:
        parts.append("\n".join(_line(entry, zones) for entry in entries))
    parts.append(_("All times are local time at the venue (%(zone)s)."))
    if is_provisional:
        parts.append(_("It may still change; you will get the final one by mail."))
    parts.append(
        _(
            "You see it here, and can print it or subscribe to it: %(address)s\n\n"
            "The attached file brings it into your calendar.\n"
        )
    )
    return "\n\n".join(parts) % words


def _opening(words, *, is_new, is_provisional, is_confirmed):
    if is_confirmed:
        return ngettext(
            "Hello %(person)s,\n\nyour agenda for %(edition)s is final: one meeting.",
            "Hello %(person)s,\n\nyour agenda for %(edition)s is final: %(count)s meetings.",
            words["count"],
        )
    if is_new and is_provisional:
        return ngettext(
            "Hello %(person)s,\n\nyour provisional agenda for %(edition)s is ready: one meeting.",
            "Hello %(person)s,\n\nyour provisional agenda for %(edition)s is ready: %(count)s meetings.",
            words["count"],
        )
    if is_new:
        return ngettext(
            "Hello %(person)s,\n\nyour agenda for %(edition)s is ready: one meeting.",
            "Hello %(person)s,\n\nyour agenda for %(edition)s is ready: %(count)s meetings.",
            words["count"],
        )
    return ngettext(
        "Hello %(person)s,\n\nyour agenda for %(edition)s has changed: it now holds one meeting.",
        "Hello %(person)s,\n\nyour agenda for %(edition)s has changed: it now holds %(count)s meetings.",
        words["count"],
    )


def _line(entry, zones):
    title = f"{entry.title} ({entry.note})" if entry.note else entry.title
    return "\n  ".join([_escaped("– %(line)s", line=f"{_place(entry, zones)}: {title}"), *_link(entry)])


def _link(entry):
    return [_escaped("%(link)s", link=entry.link)] if entry.link else []


def _changes(entries, old, zones):
    """A line for each meeting or talk that is new, stands elsewhere, or is no longer held."""
    before = {entry.uid: entry for entry in old}
    for entry in entries:
        known = before.pop(entry.uid, None)
        if known is None:
            yield _escaped(_("– New: %(title)s, %(new)s"), title=entry.title, new=_place(entry, zones))
            yield from _link(entry)
        elif known != entry:
            yield _escaped(
                _("– Moved: %(title)s, from %(old)s to %(new)s"),
                title=entry.title, old=_place(known, zones), new=_place(entry, zones),
            )  # fmt: skip
    for entry in before.values():
        yield _escaped(_("– No longer held: %(title)s, %(old)s"), title=entry.title, old=_place(entry, zones))


def _escaped(sentence, **words):
    """A line whose own percent signs stand when the whole text is filled in."""
    return (sentence % words).replace("%", "%%")


def _place(entry, zones):
    words = [when(entry.starts_at, zones)]
    if entry.place:
        words.append(f"({entry.place_label} {entry.place})")
    return " ".join(words)


def when(moment, zones):
    """Day and time at the venue, and by the reader's own clock where it is another one."""
    at_the_venue, own = zones
    words = stamp(moment, at_the_venue)
    if own is None:
        return words
    return _("%(time)s (by your clock %(own)s)") % {"time": words, "own": stamp(moment, own)}
