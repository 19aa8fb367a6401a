"""Lists of a form: rendered by a template of our own, which must say what the framework's says."""

import pytest
from django import forms
from django.forms.renderers import DjangoTemplates, TemplatesSetting
from django.test.html import parse_html

CHOICES = [
    ("", "—"),
    ("a&b", "Robots <&> drones"),
    (7, "Seven"),
    ("Iberia", [("es", "España"), ("pt", "Portugal")]),
]


class Marked(forms.Select):
    def create_option(self, name, value, *args, **kwargs):
        option = super().create_option(name, value, *args, **kwargs)
        option["attrs"] |= {"disabled": value == 7, "data-hint": f"<{value}>"}
        return option


@pytest.mark.parametrize("kind", [forms.Select, forms.SelectMultiple, Marked])
@pytest.mark.parametrize("value", ["", "pt", 7])
def test_a_list_says_what_the_framework_says(kind, value):
    widget = kind(choices=CHOICES, attrs={"id": "id_where", "required": True})
    ours, theirs = (
        widget.render("where", [value] if kind is forms.SelectMultiple else value, renderer=renderer)
        for renderer in (TemplatesSetting(), DjangoTemplates())
    )

    assert parse_html(ours) == parse_html(theirs)
    assert ours.count("<option") == 5
