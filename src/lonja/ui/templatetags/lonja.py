"""Words of our templates, loaded everywhere."""

from django import template
from django.urls import translate_url

from lonja.base.texts import render_markdown, worded

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
    """The address of this page in another language."""
    request = context.get("request")
    return translate_url(request.get_full_path(), language) if request else f"/{language}/"
