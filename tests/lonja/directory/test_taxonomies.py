"""Controlled lists keep in step with their files."""

import pytest
from django.core.management import CommandError, call_command

from lonja.base.errors import Refused
from lonja.base.models import AuditEntry
from lonja.directory.models import Scheme, Term
from lonja.directory.services import taxonomies

pytestmark = pytest.mark.django_db
HEADING = "code,parent,label_en,label_es,selectable,status,note,extra\n"


def write(folder, text, name="colours.csv"):
    (folder / name).write_text(HEADING + text, encoding="utf-8")
    return folder


def test_every_shipped_list_loads_with_names_in_both_languages():
    loaded = taxonomies.load()

    without = [term.code for term in Term.objects.all() if set(term.labels) != {"en", "es"}]
    assert without == []
    assert loaded.read["nace"] == 1047
    assert loaded.read["actor_types"] == 21
    assert Scheme.objects.get(slug="nace").labels["es"] == "Actividades económicas (NACE Rev. 2.1)"


def test_a_second_load_writes_nothing(django_assert_max_num_queries):
    taxonomies.load()
    entries = AuditEntry.objects.count()

    with django_assert_max_num_queries(8):
        again = taxonomies.load()

    assert set(again.written.values()) == {0}
    assert AuditEntry.objects.count() == entries


def test_codes_levels_parents_and_numbers_are_kept():
    taxonomies.load()

    keyword = Term.objects.get(scheme="een_technologies", code="01003022")
    region = Term.objects.get(scheme="regions", code="ES30")

    assert (keyword.level, keyword.parent.code, keyword.parent.parent.code) == (3, "01003", "01")
    assert isinstance(region.extra["latitude"], float)
    assert Term.objects.get(scheme="actor_types", code="UNI").helix == "academia"


def test_a_value_gone_from_its_file_is_retired_and_comes_back(tmp_path):
    taxonomies.load(write(tmp_path, "R,,Red,Rojo,yes,verified,,\nB,,Blue,Azul,yes,verified,,\n"))

    taxonomies.load(write(tmp_path, "R,,Red,Rojo,yes,verified,,\n"))
    gone = Term.objects.get(scheme="colours", code="B").is_retired
    taxonomies.load(write(tmp_path, "R,,Red,Rojo,yes,verified,,\nB,,Blue,Azul,yes,verified,,\n"))

    assert gone is True
    assert Term.objects.get(scheme="colours", code="B").is_retired is False


def test_an_own_file_replaces_one_list_and_leaves_the_others(tmp_path):
    taxonomies.load()

    taxonomies.load(write(tmp_path, "SME,,Own name,Nombre propio,yes,verified,,\n", "actor_types.csv"))

    assert Term.objects.get(scheme="actor_types", code="SME").labels["en"] == "Own name"
    assert Term.objects.filter(scheme="actor_types", is_retired=True).count() == 20
    assert Term.objects.filter(scheme="nace", is_retired=True).count() == 0


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("R,X,Red,Rojo,yes,verified,,\n", "the value above R is X"),
        ("R,,Red,Rojo,yes,verified,,\nR,,Red,Rojo,yes,verified,,\n", "row 3"),
        ("R,,,Rojo,yes,verified,,\n", "row 2"),
        ("A,B,One,Uno,yes,verified,,\nB,A,Two,Dos,yes,verified,,\n", "stands above itself"),
    ],
)
def test_a_faulty_file_is_refused_and_changes_nothing(tmp_path, text, sentence):
    with pytest.raises(Refused, match=sentence):
        taxonomies.load(write(tmp_path, text))

    assert Term.objects.count() == 0


def test_the_command_says_what_it_did_and_what_is_wrong(tmp_path, capsys):
    call_command("load_taxonomies", write(tmp_path, "R,,Red,Rojo,yes,verified,,\n"))

    assert "colours: 1 read, 1 written, 0 retired" in capsys.readouterr().out
    with pytest.raises(CommandError, match="no list in this folder"):
        call_command("load_taxonomies", tmp_path / "nowhere")
