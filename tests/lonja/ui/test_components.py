"""The components as HTML: names, ids and what points to what."""

from django import forms
from django.core.paginator import Paginator
from django.template import engines
from django.template.loader import render_to_string
from django.test.html import parse_html
from django.utils import translation


class Ask(forms.Form):
    """A small form with one field of each wiring."""

    name = forms.CharField(label="Name", help_text="As registered.")
    size = forms.ChoiceField(label="Size", choices=[("s", "Small")], widget=forms.RadioSelect)
    agreed = forms.BooleanField(label="Agreed", required=False)


def drawn(name, **context):
    """The parsed HTML of a component."""
    return parse_html(render_to_string(f"ui/{name}.html", context))


def test_a_field_is_tied_to_its_help_and_its_error(rf):
    form = Ask({"size": "s"})

    assert drawn("field", field=form["name"]) == parse_html(
        """
        <div class="field" data-kind="text" data-invalid>
          <label class="field-label" for="id_name">Name
            <span class="field-required" aria-hidden="true">required</span></label>
          <div class="field-help" id="id_name_helptext">As registered.</div>
          <div class="field-error" id="id_name_error">
            <svg class="icon" aria-hidden="true" focusable="false">
              <use href="/static/ui/icons.svg#exclamation-triangle"></use></svg>
            <span class="visually-hidden">Problem:</span> <span>This field is required.</span>
          </div>
          <input type="text" name="name" required aria-invalid="true"
                 aria-describedby="id_name_helptext id_name_error" id="id_name">
        </div>
        """
    )


def test_a_group_of_choices_is_a_fieldset_with_a_legend():
    field = drawn("field", field=Ask()["size"])

    assert (field.name, field.children[0].name) == ("fieldset", "legend")


def test_the_error_summary_links_to_the_first_control_of_each_field():
    summary = render_to_string("ui/error_summary.html", {"form": Ask({})})

    assert '<a href="#id_name">Name: This field is required.</a>' in summary
    assert '<a href="#id_size_0">Size: This field is required.</a>' in summary


def test_a_form_without_errors_has_no_summary():
    assert render_to_string("ui/error_summary.html", {"form": Ask()}).split() == []


def test_a_form_brings_its_token_even_when_included_alone(rf):
    template = engines["django"].from_string('{% include "ui/form.html" with form=form only %}')

    form = template.render({"form": Ask()}, rf.get("/"))

    assert form.count('name="csrfmiddlewaretoken"') == 1


def test_a_search_form_carries_no_token(rf):
    template = engines["django"].from_string('{% include "ui/form.html" with form=form method="get" only %}')

    assert "csrfmiddlewaretoken" not in template.render({"form": Ask()}, rf.get("/"))


def test_a_tag_says_its_state_in_words():
    assert drawn("tag", label="Declined", state="bad") == parse_html(
        '<span class="tag" data-state="bad">Declined</span>'
    )


def test_breadcrumbs_end_at_this_page():
    items = [{"label": "Events", "href": "/events/"}, {"label": "Encounter", "href": "/events/e/"}]

    assert drawn("breadcrumbs", items=items) == parse_html(
        """
        <nav class="breadcrumbs" aria-label="You are here"><ol role="list">
          <li><a href="/events/">Events</a></li><li><span aria-current="page">Encounter</span></li>
        </ol></nav>
        """
    )


def test_tabs_mark_the_current_one():
    tabs = [
        {"label": "Agenda", "href": "/a/", "current": True, "count": 0},
        {"label": "Requests", "href": "/r/"},
    ]

    assert drawn("tabs", tabs=tabs, label="Parts") == parse_html(
        """
        <nav class="tabs" aria-label="Parts"><ul role="list">
          <li><a href="/a/" aria-current="page">Agenda <span class="tabs-count">0</span></a></li>
          <li><a href="/r/">Requests</a></li>
        </ul></nav>
        """
    )


def test_progress_is_announced_and_written_for_machines_and_readers():
    with translation.override("es"):
        assert drawn("progress", share=0.5, stage="Colocando") == parse_html(
            """
            <div class="progress-block" role="status" aria-live="polite">
              <p class="progress-stage"><span>Colocando</span>
                <strong class="progress-share">50\u00a0%</strong></p>
              <progress value="0.5" max="1" aria-label="Colocando">50\u00a0%</progress>
            </div>
            """
        )


def test_a_pager_keeps_the_other_words_of_the_address(rf):
    request = rf.get("/?q=pumps&page=2")
    template = engines["django"].from_string(
        '{% include "ui/pager.html" with page=page request=request only %}'
    )

    pager = template.render({"page": Paginator(range(60), 25).get_page(2), "request": request}, request)

    assert 'rel="next" href="?q=pumps&amp;page=3"' in pager
    assert 'aria-current="page" href="?q=pumps&amp;page=2"' in pager


def test_a_list_of_one_page_has_no_pager(rf):
    assert render_to_string("ui/pager.html", {"page": Paginator([1], 25).get_page(1)}).split() == []


def test_a_figure_says_everything_in_its_table():
    table = drawn(
        "figure",
        headline="Meetings",
        columns=["Edition", {"label": "Meetings", "numeric": True}],
        rows=[["2018", 590]],
    )

    assert parse_html(
        '<tr><th scope="row" data-label="Edition">2018</th>'
        '<td data-label="Meetings" class="numeric">590</td></tr>'
    ) in flat(table)


def test_a_missing_value_says_so():
    assert parse_html('<dd><span class="muted">Not given</span></dd>') in flat(
        drawn("summary_list", rows=[{"label": "Website", "value": ""}])
    )


def test_a_zero_is_a_value():
    assert parse_html("<dd>0</dd>") in flat(drawn("summary_list", rows=[{"label": "Members", "value": 0}]))


def test_a_text_in_another_language_is_marked_and_explained():
    with translation.override("es"):
        note = drawn("worded", texts={"en": "Tables"})

    assert note.attributes == [("class", "worded"), ("lang", "en")]


def test_initials_take_the_first_and_last_word():
    names = engines["django"].from_string("{{ a|initials }} {{ b|initials }} {{ c|initials }}")

    assert names.render({"a": "Inés María Roldán", "b": "itecam", "c": ""}) == "IR I "


def flat(element):
    """An element and everything in it."""
    yield element
    for child in getattr(element, "children", []):
        if not isinstance(child, str):
            yield from flat(child)
