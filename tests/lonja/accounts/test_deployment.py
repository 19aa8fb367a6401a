"""Django's own list of what a public site must switch on."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[3]
PRODUCTION = {
    "LONJA_MODE": "production",
    "LONJA_HSTS_PRELOAD": "yes",
    "LONJA_SECRET_KEY": "tRk3-8vQz!mPw5xYc7Bn2Lh9Gf4Jd6Sa1Eu0Io-Tz5Kq8Wr3Vy6Xb",
    "LONJA_HOSTS": "lonja.example.org",
    "LONJA_MAIL": "smtp+tls://user:password@mail.example.org:587",
}


def check(data, **environment):
    command = [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"]
    named = {"PATH": os.environ["PATH"], "LONJA_DATA": str(data), **environment}
    return subprocess.run(command, cwd=ROOT, env=named, capture_output=True, text=True)


def test_the_production_settings_leave_nothing_to_warn_of(tmp_path):
    checked = check(tmp_path, **PRODUCTION)

    assert checked.stdout + checked.stderr == "System check identified no issues (0 silenced).\n"
    assert checked.returncode == 0


def test_a_public_site_takes_passkeys_over_tls_only(tmp_path):
    named = {"PATH": os.environ["PATH"], "LONJA_DATA": str(tmp_path), **PRODUCTION}
    ask = "from lonja.config import settings; print(settings.MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN)"

    asked = subprocess.run([sys.executable, "-c", ask], env=named, capture_output=True, text=True, check=True)

    assert asked.stdout == "False\n"


def test_a_public_site_does_not_start_without_its_secret(tmp_path):
    checked = check(tmp_path, **{**PRODUCTION, "LONJA_SECRET_KEY": ""})

    assert checked.returncode != 0
    assert "Set LONJA_SECRET_KEY in the environment" in checked.stderr
