"""Texts that people write: Markdown made safe, and one text in several languages."""

from dataclasses import dataclass

import nh3
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.safestring import mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from markdown_it import MarkdownIt

_markdown = MarkdownIt("commonmark", {"html": False, "linkify": False}).enable(["table", "strikethrough"])
_TAGS = {
    *("p", "br", "hr", "strong", "em", "s", "code", "pre", "blockquote", "ul", "ol", "li", "a"),
    *("h2", "h3", "h4", "h5", "table", "thead", "tbody", "tr", "th", "td"),
}


def render_markdown(text):
    """Return safe HTML of a Markdown text; a page's own `h1` and `h2` stay unique."""
    html = _markdown.render(text or "")
    for level in (4, 3, 2, 1):
        html = html.replace(f"<h{level}>", f"<h{level + 1}>").replace(f"</h{level}>", f"</h{level + 1}>")
    clean = nh3.clean(html, tags=_TAGS, attributes={"a": {"href"}}, url_schemes={"http", "https", "mailto"})
    return mark_safe(clean)  # noqa: S308  sanitised on the line above


@dataclass(frozen=True, slots=True)
class Worded:
    """A text as one reader gets it, and in which language."""

    text: str
    language: str
    is_fallback: bool

    def __str__(self):
        return self.text


class TranslatedField(models.JSONField):
    """One editorial text in several languages: {"en": "…", "es": "…"}; no migration for a new language."""

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("default", dict)
        kwargs.setdefault("blank", True)
        super().__init__(*args, **kwargs)

    def validate(self, value, model_instance):
        super().validate(value, model_instance)
        if not isinstance(value, dict) or not all(
            isinstance(key, str) and isinstance(text, str) for key, text in value.items()
        ):
            raise ValidationError(_("Give one text for each language."))


def worded(texts, language=None):
    """The text for a reader: her language, else the site's, else any, and say so."""
    wanted = language or get_language() or settings.LANGUAGE_CODE
    present = {code: text for code, text in (texts or {}).items() if text and text.strip()}
    for code in (wanted, wanted.split("-")[0], settings.LANGUAGE_CODE, *sorted(present)):
        if code in present:
            return Worded(present[code], code, is_fallback=code != wanted.split("-")[0])
    return Worded("", wanted, is_fallback=False)
