"""A profile document as a table of one value a line: for a spreadsheet, or to compare two profiles."""

from django.utils.translation import gettext as _

from lonja.directory.exchange.profiles import differences
from lonja.directory.places import language_name


def of(data):
    """(columns, rows): part, its name, number of the line in a list, field, language, value, in words."""
    columns = [_("Part"), _("Name"), _("Line"), _("Field"), _("Language"), _("Value"), _("In words")]
    parts = differences.flat(data)
    words = differences.Words(parts)
    rows = []
    for name, value in parts.items():
        label = words.label(name)
        rows += [[name, label, *cells] for cells in _lines(name, value, words)]
    return columns, rows


def _lines(name, value, words):
    """Line, field, language, value and words of everything in one part."""
    if isinstance(value, list):
        for number, each in enumerate(value, start=1):
            said = words.items(name, [each])
            if isinstance(each, dict):
                yield from _fields(each, number, "")
            else:
                yield [number, "", "", each, said[0]]
    elif isinstance(value, dict):
        yield from _fields(value, "", "")
    else:
        said = words.items(name, value)
        yield ["", "", "", _plain(value), said[0] if said and said[0] != str(value) else ""]


def _fields(row, number, above):
    for field, value in row.items():
        path = f"{above}{field}"
        if isinstance(value, list):
            for place, each in enumerate(value, start=1):
                yield from _fields(each, number, f"{path}[{place}].")
        elif isinstance(value, dict):
            for code, text in value.items():
                yield [number, path, code, text, language_name(code)]
        else:
            language = field if len(field) == 2 else ""
            yield [number, "" if language else path, language, _plain(value), ""]


def _plain(value):
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value
