"""Translations are compiled by us, and nothing is missing without notice."""

import gettext
import os

import pytest
from django.core.management import call_command

from lonja.base import catalogues

TYPE = "Content-Type: text/plain; charset=UTF-8"
HEADER = f'msgid ""\nmsgstr "{TYPE}\\nPlural-Forms: nplurals=2; plural=n != 1;\\n"\n'


@pytest.fixture
def catalogue(settings, tmp_path):
    settings.LOCALE_PATHS = [tmp_path]
    path = tmp_path / "es" / "LC_MESSAGES" / "django.po"
    path.parent.mkdir(parents=True)
    path.write_text(f'{HEADER}\nmsgid "Table"\nmsgstr "Mesa"\n')
    return path


def add(path, text):
    path.write_text(f"{path.read_text()}\n{text}\n")


def test_a_compiled_catalogue_speaks(catalogue):
    assert catalogues.compile_all() == 1

    with catalogue.with_suffix(".mo").open("rb") as file:
        assert gettext.GNUTranslations(file).gettext("Table") == "Mesa"


def test_only_what_changed_is_compiled_again(catalogue):
    catalogues.compile_all()
    unchanged = catalogues.compile_all()
    os.utime(catalogue, (2**31, 2**31))

    assert (unchanged, catalogues.compile_all()) == (0, 1)


def test_a_whole_catalogue_has_no_gap(catalogue):
    assert list(catalogues.gaps()) == []


@pytest.mark.parametrize(
    ("entry", "why"),
    [
        ('msgid "Slot"\nmsgstr ""', "untranslated"),
        ('#, fuzzy\nmsgid "Slot"\nmsgstr "Turno"', "fuzzy"),
        ('msgid "Slot"\nmsgid_plural "Slots"\nmsgstr[0] "Turno"\nmsgstr[1] ""', "untranslated"),
        ('#, python-format\nmsgid "Slot"\nmsgstr "Turno"', ""),
        ('#, python-format\nmsgid "Slot %(number)s"\nmsgstr "Turno %(numero)s"', "placeholders differ"),
    ],
)
def test_each_kind_of_gap_is_found(catalogue, entry, why):
    add(catalogue, entry)

    assert [gap.why for gap in catalogues.gaps()] == ([why] if why else [])


def test_the_command_lists_gaps_and_ends_with_one(catalogue, capsys):
    add(catalogue, 'msgid "Slot"\nmsgstr ""')

    with pytest.raises(SystemExit):
        call_command("translations", check=True)

    assert capsys.readouterr().out == "es: untranslated: Slot\n"
