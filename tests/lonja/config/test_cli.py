"""The `lonja` command, run as people run it."""

import json
import os
import socket
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

from lonja.cli import COMMANDS
from lonja.config.serving import free_port

LONJA = Path(sys.executable).with_name("lonja")


def lonja(*words, **environment):
    """Run the command in a process of its own, with an installation of its own."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("LONJA_")}
    environment = {"LONJA_MODE": "development", "LONJA_DATA": os.environ["LONJA_DATA"], **environment}
    return subprocess.run(
        [LONJA, *map(str, words)],
        capture_output=True,
        text=True,
        env={**inherited, **environment},
        timeout=120,
    )


def test_help_names_every_command_and_the_first_one_to_try():
    shown = lonja("--help").stdout

    assert [name for name in COMMANDS if f"\n  {name}" not in shown] == []
    assert "Start with: lonja demo" in shown


def test_an_unknown_command_is_refused_with_the_list_of_known_ones():
    done = lonja("plna")

    assert done.returncode == 2
    assert "plan" in done.stderr


@pytest.mark.parametrize(
    "command", [name for name, (where, _) in COMMANDS.items() if not where.startswith("manage")]
)
def test_every_command_has_its_own_help(command):
    where, function = COMMANDS[command][0].split(":")

    with pytest.raises(SystemExit) as left:
        getattr(import_module(where), function)(["--help"])

    assert left.value.code == 0


def test_importing_without_an_account_says_which_one_is_missing(tmp_path):
    table = tmp_path / "table.csv"
    table.write_text("name\nAlfa\n")
    base = {"LONJA_DATA": str(tmp_path), "LONJA_MODE": "development"}
    assert lonja("manage", "migrate", "-v", "0", **base).returncode == 0

    done = lonja("import", "organisations", table, "--as", "nobody@example.org", **base)

    assert done.returncode == 2
    assert "there is no active account nobody@example.org" in done.stderr


def test_the_demo_takes_the_next_port_when_the_wanted_one_is_held():
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        holder.listen()
        held = holder.getsockname()[1]

        assert free_port("127.0.0.1", held) != held


def test_production_without_its_secret_says_what_to_set(tmp_path):
    environment = {"LONJA_MODE": "production", "LONJA_DATA": str(tmp_path), "LONJA_SECRET_KEY": ""}

    done = lonja("manage", "check", **environment)

    assert done.returncode == 1
    assert "Set LONJA_SECRET_KEY in the environment" in done.stderr


def test_the_audit_command_finds_a_new_installation_whole(tmp_path):
    base = {"LONJA_DATA": str(tmp_path), "LONJA_MODE": "development"}
    lonja("manage", "migrate", "-v", "0", **base)

    assert lonja("audit", **base).returncode == 0


def test_json_is_one_document(tmp_path, capsys):
    from lonja.base.imports.flow import Report
    from lonja.config.tables import tell

    assert tell(Report(created=2), applied=True, as_json=True) == 0
    assert json.loads(capsys.readouterr().out) == {
        "applied": True,
        "created": 2,
        "changed": 0,
        "unchanged": 0,
        "problems": [],
        "notes": [],
    }
