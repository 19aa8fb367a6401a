"""Every sentence of a template goes through gettext."""

import re
from pathlib import Path

import pytest

import lonja

ROOT = Path(lonja.__file__).parent
TEMPLATES = sorted(ROOT.glob("*/templates/**/*.html"))
TRANSLATED = re.compile(
    r"{% blocktranslate.*?{% endblocktranslate %}|{% comment %}.*?{% endcomment %}", re.DOTALL
)
CLASS_NAMES = re.compile(r"{% block \w+ %}[a-z]+(-[a-z]+)+{% endblock %}")
TAGS = re.compile(r"{%.*?%}|{{.*?}}|{#.*?#}", re.DOTALL)
MARKUP = re.compile(r"<(style|script)\b.*?</\1>|<!--.*?-->|<[^>]*>|&\w+;", re.DOTALL)
SAID_ATTRIBUTE = re.compile(r'\b(?:title|alt|placeholder|aria-label)="([^"]*)"')
NAMES = {"Lonja", "CSV", "XLSX", "PDF", "JSON"}


def untranslated(template):
    """The words that a reader would meet in English whatever their language."""
    text = TAGS.sub("", CLASS_NAMES.sub("", TRANSLATED.sub("", template)))
    said = [*SAID_ATTRIBUTE.findall(text), MARKUP.sub(" ", text)]
    return [word for part in said for word in re.findall(r"[^\W\d_]{2,}", part) if word not in NAMES]


def test_a_bare_sentence_is_found():
    assert untranslated('<p title="Go on">{% translate "Hello" %} there {{ name }}</p>') == [
        "Go",
        "on",
        "there",
    ]


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_text_can_be_translated(path):
    assert untranslated(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_template_holds_an_inline_style_or_script(path):
    text = path.read_text(encoding="utf-8")

    assert (
        re.findall(
            r"\sstyle=|<style|\son(?!e=)\w+=|javascript:|<script(?![^>]*\b(?:src|type=\"application/json\"))",
            text,
        )
        == []
    )
