"""News of an edition: a list, a feed, and the organiser's form."""

from datetime import UTC, datetime, time

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lonja.base.policy import access
from lonja.base.texts import worded
from lonja.events import mission_policies as rights
from lonja.events import policies
from lonja.events.forms.news import NewsForm, doubts_about, in_words
from lonja.events.models import Edition, NewsItem
from lonja.events.services import news as services
from lonja.events.views.missions import organised
from lonja.ui.answers import page, see_other

NEWS_PER_PAGE = 20


def _news(request, event, edition):
    rows = Edition.objects.select_related("event__organiser_cluster")
    row, may = policies.editions.read(request.user, "organise", rows=rows, event__slug=event, slug=edition)
    return row, may, rights.news.scope(request.user).filter(edition=row)


@access(rights.news, "view")
@require_GET
def news(request, event, edition):
    """The news of an edition, the newest first; drafts only for the organiser."""
    row, may, rows = _news(request, event, edition)
    paged = Paginator(rows, NEWS_PER_PAGE).get_page(request.GET.get("page"))
    return page(request, "events/news.html", {"edition": row, "verbs": may, "page": paged})


@access(rights.news, "view")
@require_GET
def news_feed(request, event, edition):
    """The public news of an edition for feed readers."""
    row, _may, rows = _news(request, event, edition)
    address = request.build_absolute_uri(row.get_absolute_url())
    feed = Atom1Feed(
        title=str(row), link=address, description="", language=get_language(),
        feed_url=request.build_absolute_uri(),
    )  # fmt: skip
    for item in rows.filter(is_public=True)[:NEWS_PER_PAGE]:
        feed.add_item(
            title=str(item),
            link=f"{address}news/#item-{item.pk}",
            description=worded(item.text).text,
            unique_id=f"urn:uuid:{item.uid}",
            pubdate=datetime.combine(item.published_on, time(), UTC),
            updateddate=item.changed_at,
        )
    return HttpResponse(feed.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8")


@access(policies.editions, "organise")
@require_http_methods(["GET", "POST"])
def new_item(request, event, edition):
    """Write a news item."""
    row = organised(request, event, edition)
    today = timezone.localdate(timezone=row.zone_info)
    form = NewsForm(request.POST or None, edition=row, instance=NewsItem(edition=row, published_on=today))
    if request.method == "POST" and form.is_settled():
        services.write_news(row, facts=form.facts(), actor=request.user, now=timezone.now())
        messages.success(request, _("The news item is saved."))
        return see_other("events:news", event, edition)
    return _form(request, row, form, None)


def _item(request, event, edition, pk):
    address = {"edition__event__slug": event, "edition__slug": edition, "pk": pk}
    return rights.news.get(request.user, "organise", **address)


@access(rights.news, "organise")
@require_http_methods(["GET", "POST"])
def edit_item(request, event, edition, pk):
    """Change a news item; what does not fit the days of the edition stands above it."""
    item = _item(request, event, edition, pk)
    form = NewsForm(request.POST or None, edition=item.edition, instance=item)
    if request.method == "POST" and form.is_settled():
        services.edit_news(item, facts=form.facts(), actor=request.user, now=timezone.now())
        messages.success(request, _("The news item is saved."))
        return see_other("events:news", event, edition)
    if not form.is_bound:
        texts = {"title": item.title, "text": item.text}
        form.warnings = in_words(item.edition, doubts_about(item.edition, item.published_on, texts))
    return _form(request, item.edition, form, item)


def _form(request, row, form, item):
    context = {"edition": row, "form": form, "item": item, "asks": form.is_bound and bool(form.warnings)}
    return page(request, "events/news_form.html", context, status=422 if form.is_bound else 200)


@access(rights.news, "organise")
@require_POST
def remove_item(request, event, edition, pk):
    """Take a news item away."""
    services.remove_news(_item(request, event, edition, pk), actor=request.user)
    messages.success(request, _("The news item is taken away."))
    return see_other("events:news", event, edition)
