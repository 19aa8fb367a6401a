"""Words of our templates, loaded everywhere."""

from babel.numbers import format_decimal, format_percent
from django import template
from django.conf import settings
from django.middleware.csrf import get_token
from django.templatetags.static import static
from django.urls import translate_url
from django.utils.html import format_html
from django.utils.translation import get_language, to_locale

from lonja.base.texts import render_markdown, worded
from lonja.ui import sections

register = template.Library()


@register.filter
def markdown(text):
    """Safe HTML of a Markdown text."""
    return render_markdown(str(text))


@register.filter(name="worded")
def worded_filter(texts):
    """The text in the reader's language, with an honest fallback (see `ui/worded.html`)."""
    return worded(texts)


@register.simple_tag(takes_context=True)
def this_page_in(context, language):
    """The address of this page in another language; the front page when this one has none."""
    request = context.get("request")
    home = "/" if language == settings.LANGUAGE_CODE else f"/{language}/"
    if request is None:
        return home
    here = request.get_full_path()
    there = translate_url(here, language)
    return home if there == here and language != get_language() else there


@register.simple_tag(takes_context=True)
def neighbours(context):
    """The tabs of the section to which this page belongs, as far as the event of its edition has them."""
    request, edition = context.get("request"), context.get("edition")
    if request is None:
        return None
    organises = context.get("may_organise") or "organise" in (context.get("verbs") or ())
    return sections.neighbours(request, getattr(edition, "event", None), organises=organises)


@register.simple_tag(takes_context=True)
def form_token(context):
    """The hidden field against forged forms; works inside `{% include … only %}` too."""
    token = context.get("csrf_token") or get_token(context.request)
    return format_html('<input type="hidden" name="csrfmiddlewaretoken" value="{}">', token)


@register.simple_tag
def icon(name):
    """A picture from the sprite, hidden from screen readers: the words beside it say the same."""
    mark = '<svg class="icon" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>'
    return format_html(mark, static("ui/icons.svg"), name)


@register.filter
def percent(share):
    """A share between 0 and 1 in the reader's way of writing percentages."""
    return format_percent(share, locale=to_locale(get_language()))


@register.filter
def machine_number(number):
    """A number for an attribute, in which the comma of many languages would be an error."""
    return format(float(number), ".6g")


@register.filter
def first_control(field):
    """The id of the first thing that a person can fill in: where the error summary leads."""
    return field.id_for_label or f"{field.auto_id}_0"


@register.filter
def beside(cells, columns):
    """Pair the cells of a row with their columns, so that each cell can name its own."""
    return list(zip(columns, cells, strict=False))


@register.filter
def page_numbers(page):
    """The numbers that a pager shows; text stands where it leaves some out."""
    return page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)


@register.filter
def initials(name):
    """One or two letters for a person or organisation without a picture."""
    words = [word for word in str(name).split() if word[:1].isalnum()]
    return "".join(word[0] for word in (words[:1] + words[-1:] if len(words) > 1 else words)).upper()


@register.filter
def localised(number):
    """A whole number with the reader's separators: 12,345 or 12.345."""
    return format_decimal(number, locale=to_locale(get_language()))
