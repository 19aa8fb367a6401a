"""What the browser fetches: complete, hashed, small."""

import hashlib
import re
from pathlib import Path

import brotli
import pytest
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.management import call_command
from django.test import override_settings

import lonja.ui

VENDOR = Path(lonja.ui.__file__).parent / "static" / "ui" / "vendor"
FIRST_LOAD = 120_000


@pytest.fixture
def collected(tmp_path, settings):
    """The static files as production serves them."""
    settings.STATIC_ROOT = tmp_path
    # The same manifest as production's, without the slow compression of every file.
    manifest = "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"
    storages = settings.STORAGES | {"staticfiles": {"BACKEND": manifest}}
    with override_settings(STORAGES=storages):
        call_command("collectstatic", verbosity=0, interactive=False)
        yield tmp_path


def fetched(html):
    """The addresses that a browser fetches for a page before anybody touches it."""
    links = re.findall(r'<(?:link|script)\b[^>]*?\b(?:href|src)="/static/([^"]+)"', html)
    sprites = re.findall(r'<use href="/static/([^"#]+)', html)
    return {*links, *sprites, staticfiles_storage.stored_name("ui/fonts/heading-latin.woff2")}


@pytest.mark.django_db
def test_the_first_page_stays_small(client, collected):
    html = client.get("/").content

    sizes = {name: len(packed((collected / name).read_bytes(), name)) for name in fetched(html.decode())}

    assert sum(sizes.values()) + len(brotli.compress(html)) < FIRST_LOAD


def packed(content, name):
    """The bytes on the wire: letters are compressed already."""
    return content if name.endswith(".woff2") else brotli.compress(content)


def test_every_vendored_file_stands_in_the_manifest_with_its_hash():
    manifest = (VENDOR / "MANIFEST.md").read_text(encoding="utf-8")
    files = [path for path in sorted(VENDOR.parent.rglob("*")) if path.suffix in {".js", ".css", ".woff2"}]
    foreign = [path for path in files if VENDOR in path.parents or path.suffix == ".woff2"]

    missing = [path.name for path in foreign if hashlib.sha256(path.read_bytes()).hexdigest() not in manifest]
    assert (len(foreign), missing) == (8, [])
