"""Translations: compiled where the program is set up, and watched so that none is missing.

The compiled files are not kept with the source; Babel writes them, so that no machine
needs gettext.
"""

from dataclasses import dataclass
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from django.conf import settings


@dataclass(frozen=True, slots=True)
class Gap:
    """A sentence that one language does not have, or not surely."""

    language: str
    sentence: str
    why: str


def sources():
    """The translation files of the house, as (language, path)."""
    found = [path for folder in settings.LOCALE_PATHS for path in Path(folder).glob("*/LC_MESSAGES/*.po")]
    return [(path.parts[-3], path) for path in sorted(found)]


def compile_all():
    """Compile what is newer than its compiled file; returns how many were written."""
    stale = [(language, path) for language, path in sources() if _is_stale(path)]
    for language, path in stale:
        compiled = path.with_suffix(".mo")
        part = compiled.with_suffix(".mo.part")
        with part.open("wb") as file:
            write_mo(file, _read(path, language))
        part.replace(compiled)
    return len(stale)


def gaps():
    """Yield each sentence that is untranslated, unsure (fuzzy), or whose placeholders differ."""
    for language, path in sources():
        for message in _read(path, language):
            if message.id and (why := _fault(message)):
                yield Gap(language, _first(message.id), why)


def _fault(message):
    texts = message.string if isinstance(message.string, tuple | list) else [message.string]
    if not all(texts):
        return "untranslated"
    if message.fuzzy:
        return "fuzzy"
    if message.python_format and any(message.check()):
        return "placeholders differ"
    return ""


def _first(identifier):
    return identifier[0] if isinstance(identifier, tuple | list) else identifier


def _read(path, language):
    with path.open("rb") as file:
        return read_po(file, locale=language)


def _is_stale(path):
    compiled = path.with_suffix(".mo")
    return not compiled.exists() or compiled.stat().st_mtime < path.stat().st_mtime
