"""Write the news of an edition."""

from django.db import transaction

from lonja.base import audit
from lonja.events.models import NewsItem


@transaction.atomic
def write_news(edition, *, facts, actor, now):
    """Add a news item, as a draft or for all."""
    item = NewsItem.objects.create(edition=edition, written_by=actor, changed_at=now, **facts)
    audit.record(actor, "news.written", item, public=item.is_public)
    return item


@transaction.atomic
def edit_news(item, *, facts, actor, now):
    """Change a news item."""
    item = NewsItem.objects.select_for_update().get(pk=item.pk)
    for name, value in facts.items():
        setattr(item, name, value)
    item.changed_at = now
    item.save()
    audit.record(actor, "news.edited", item, public=item.is_public)
    return item


@transaction.atomic
def remove_news(item, *, actor):
    """Take a news item away."""
    audit.record(actor, "news.removed", item, edition=item.edition_id)
    item.delete()
