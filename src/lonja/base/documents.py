"""Documents to print: typst templates that stand beside their domain, fed with plain data.

What people typed arrives as data and is never read as markup. Templates load no package
from anywhere and no font of the machine, so a document looks the same on each; the PDF is
tagged, with its language and title, for those who listen to it.
"""

import json
import re
from pathlib import Path

import typst

PACKAGE = Path(__file__).resolve().parent.parent

# Everything that no page can show: control characters but the line end, and broken halves of pairs.
_UNSHOWN = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")


def pdf(template, data, *, language, tagged=True):
    """Set a document and return the bytes of its PDF.

    Args:
        template: path of the `.typ` file inside the package, such as "meetings/typeset/agenda.typ".
        data: what the template shows: texts, numbers, lists, dicts. It finds them as `data`.
        language: language of the document.
        tagged: whether it can be listened to; a pile of thousands of pages for the printer need not be,
            and is set in a third of the time and a quarter of the size.
    """
    inputs = {"data": json.dumps(shown(data)), "language": language.split("-")[0]}
    return typst.compile(
        str(PACKAGE / template), root=str(PACKAGE), sys_inputs=inputs, ignore_system_fonts=True,
        pdf_tags=tagged,
    )  # fmt: skip


def picture(template, data, *, language):
    """Set a document of one page and return the bytes of its PNG, one pixel for each point.

    Args:
        template, data, language: as for `pdf`.
    """
    inputs = {"data": json.dumps(shown(data)), "language": language.split("-")[0]}
    return typst.compile(
        str(PACKAGE / template), root=str(PACKAGE), sys_inputs=inputs, ignore_system_fonts=True,
        format="png", ppi=72,
    )  # fmt: skip


def shown(value):
    """The same data with every text as one that a page can show."""
    if isinstance(value, dict):
        return {key: shown(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [shown(inner) for inner in value]
    if value is None or isinstance(value, bool | int | float):
        return value
    return _UNSHOWN.sub(" ", str(value).replace("\r\n", "\n"))
