"""Each page loads the stylesheets whose words it uses; what several domains use stands in the frame."""

import re
from pathlib import Path

import lonja

PACKAGE = Path(lonja.__file__).parent
TAG = re.compile(r"{%.*?%}|{{.*?}}|{#.*?#}", re.S)


def files(kind, ending):
    """{name as templates say it: text} of all templates, or of all stylesheets."""
    found = PACKAGE.glob(f"*/{kind}/**/*.{ending}")
    return {str(path).split(f"/{kind}/")[1]: path.read_text() for path in found if "vendor" not in path.parts}


def with_parts(name, templates, seen):
    """A template with all that it extends and includes."""
    if name in templates and name not in seen:
        seen.add(name)
        for part in re.findall(r'{% (?:include|extends) "([^"]+)"', templates[name]):
            with_parts(part, templates, seen)
    return seen


def test_no_page_uses_a_class_whose_stylesheet_it_does_not_load():
    templates = files("templates", "html")
    classes = {
        name: set(re.findall(r"\.([a-z][\w-]+)", re.sub(r"/\*.*?\*/", "", text, flags=re.S)))
        for name, text in files("static", "css").items()
    }
    frame = set().union(*(words for name, words in classes.items() if name.startswith("ui/")))
    forgotten = {}
    for name, text in templates.items():
        if "{% extends" not in text:
            continue
        whole = "".join(templates[part] for part in with_parts(name, templates, set()))
        loaded = re.findall(r'static "([^"]+\.css)"', whole)
        known = frame.union(*(classes.get(sheet, set()) for sheet in loaded))
        plain = TAG.sub(" ", whole)
        used = {word for words in re.findall(r'class="([^"]*)"', plain) for word in words.split()}
        lost = {word for word in used - known if any(word in words for words in classes.values())}
        if lost:
            forgotten[name] = lost

    assert forgotten == {}
