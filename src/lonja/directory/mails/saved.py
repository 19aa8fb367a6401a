"""What people read about the searches that they keep."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lonja.base.outbox import Mail


def new_hits(search, kind, hits, *, more):
    """What is new in a search, in the language that is active."""
    total = len(hits) + more
    names = {
        "n": total,
        "name": search.name,
        "hits": "\n\n".join(_hit(hit) for hit in hits),
        "address": f"{settings.SITE_URL}{kind.address(search.query)}",
        "searches": f"{settings.SITE_URL}{reverse('directory:saved-searches')}",
        "stop": f"{settings.SITE_URL}{reverse('directory:saved-search-stop', args=[search.token])}",
    }
    subject = ngettext("One new in “%(name)s”", "%(n)s new in “%(name)s”", total) % names
    further = ngettext("… and one more.", "… and %(n)s more.", more) % {"n": more} if more else ""
    text = _(
        "This is new in your search “%(name)s”:\n\n%(hits)s\n\n%(more)s\n"
        "The whole search: %(address)s\nYour saved searches: %(searches)s\n\n"
        "You get this mail because you asked for it. No more mail about this search: %(stop)s\n"
    ) % {**names, "more": f"{further}\n" if further else ""}
    return Mail(
        [search.user.email],
        subject,
        text,
        "saved search",
        language=search.user.language,
        unsubscribe_url=names["stop"],
    )


def _hit(hit):
    lines = [hit.title, hit.note, f"{settings.SITE_URL}{hit.address}"]
    return "\n".join(line for line in lines if line)
