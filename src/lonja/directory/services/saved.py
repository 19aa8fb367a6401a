"""Searches that people keep: kept, changed, removed, and told of when something new fits."""

from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from lonja.accounts.models import User
from lonja.base import audit, outbox
from lonja.base.errors import Refused
from lonja.directory import mails
from lonja.directory import saved as registry
from lonja.directory.models import Frequency, SavedSearch

MOST_KEPT = 50
MOST_SEEN = 50_000
MOST_IN_A_MAIL = 10
# An hour less than the name says, because the daily job does not run to the minute.
PAUSES = {
    Frequency.DAILY: timedelta(hours=23),
    Frequency.WEEKLY: timedelta(days=7, hours=-1),
}


@transaction.atomic
def keep(user, *, kind, query, name, frequency, now):
    """Keep a search; what it finds today counts as seen. One kept before is changed instead."""
    User.objects.select_for_update().get(pk=user.pk)  # two tabs at once count as one after the other
    kept = SavedSearch.objects.filter(user=user, kind=kind, query=query).first()
    if kept:
        return change(kept, name=name, frequency=frequency, actor=user)
    if SavedSearch.objects.filter(user=user).count() >= MOST_KEPT:
        raise Refused(
            _("You keep %(n)s searches already, and more would be too many to follow.") % {"n": MOST_KEPT},
            remedy=_("Remove one that you no longer need."),
        )
    search = SavedSearch.objects.create(
        user=user,
        kind=kind,
        query=query,
        name=name,
        frequency=frequency,
        seen=registry.kinds()[kind].keys(query, user)[:MOST_SEEN],
        last_sent_at=now,
    )
    audit.record(user, "saved_search.kept", search, kind=kind)
    return search


@transaction.atomic
def change(search, *, name, frequency, actor):
    """Give a kept search another name or rhythm."""
    search.name, search.frequency = name, frequency
    search.save(update_fields=["name", "frequency"])
    audit.record(actor, "saved_search.changed", search, frequency=frequency)
    return search


@transaction.atomic
def remove(search, *, actor):
    """Forget a kept search."""
    audit.record(actor, "saved_search.removed", search)
    search.delete()


@transaction.atomic
def silence(search, *, actor):
    """Send no more mail about a search; it stays kept."""
    SavedSearch.objects.filter(pk=search.pk).update(frequency=Frequency.NEVER)
    audit.record(actor, "saved_search.silenced", search)


def due(*, now):
    """The searches whose people want to hear now, the longest waiting first."""
    found = []
    for frequency, pause in PAUSES.items():
        rows = SavedSearch.objects.filter(frequency=frequency, user__is_active=True)
        found += rows.filter(last_sent_at__lte=now - pause).select_related("user").order_by("last_sent_at")
    return [search for search in found if search.kind in registry.kinds()]


@transaction.atomic
def tell(search, *, now):
    """Write to a person what is new in a search, if anything is; only what that person may see now."""
    search = SavedSearch.objects.select_for_update(of=("self",)).select_related("user").get(pk=search.pk)
    if search.frequency == Frequency.NEVER or search.last_sent_at > now - PAUSES[search.frequency]:
        return 0  # another worker was here, or the person changed their mind
    kind = registry.kinds()[search.kind]
    seen = set(search.seen)
    with override(search.user.language):
        new = [key for key in kind.keys(search.query, search.user) if key not in seen]
        hits = kind.show(new[:MOST_IN_A_MAIL], search.user) if new else []
        # only what is shown, and what there was no room to show: nothing that left while we looked
        mail = mails.new_hits(search, kind, hits, more=max(0, len(new) - MOST_IN_A_MAIL))
    if hits:
        outbox.send(mail, key=f"saved-search {search.pk} {now:%Y-%m-%d}")
        search.seen = (new + search.seen)[:MOST_SEEN]
        audit.record(None, "saved_search.told", search, new=len(new))
    search.last_sent_at = now
    search.save(update_fields=["seen", "last_sent_at"])
    return len(new) if hits else 0
