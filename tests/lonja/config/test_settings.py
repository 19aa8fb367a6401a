"""What the environment says, as the settings understand it."""

import json
import os
import subprocess
import sys

import pytest

SHOW = (
    "import json; from lonja.config import settings as s; print(json.dumps(s.MAILERS['default']['OPTIONS']))"
)


def production(tmp_path, mail):
    """The settings module read in a process of its own."""
    environment = os.environ | {
        "LONJA_MODE": "production", "LONJA_DATA": str(tmp_path), "LONJA_MAIL": mail,
        "LONJA_SECRET_KEY": "not-a-secret", "LONJA_HOSTS": "lonja.example.org",
    }  # fmt: skip
    return subprocess.run([sys.executable, "-c", SHOW], env=environment, capture_output=True, text=True)


@pytest.mark.parametrize(
    ("scheme", "port", "ways"),
    [("smtp", 25, (False, False)), ("smtp+tls", 587, (True, False)), ("smtps", 465, (False, True))],
)
def test_the_mail_server_is_read_with_its_password_as_it_was_meant(tmp_path, scheme, port, ways):
    options = json.loads(
        production(tmp_path, f"{scheme}://lonja%40example.org:p%40ss%2Fword@mail.example.org").stdout
    )

    assert (options["username"], options["password"]) == ("lonja@example.org", "p@ss/word")
    assert (options["port"], (options["use_tls"], options["use_ssl"])) == (port, ways)


def test_a_mail_server_of_no_known_kind_is_refused(tmp_path):
    answer = production(tmp_path, "smtp+ssl://user:password@mail.example.org")

    assert answer.returncode == 1
    assert "LONJA_MAIL must begin with smtp+tls://" in answer.stderr
