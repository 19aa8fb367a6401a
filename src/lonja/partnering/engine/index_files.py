"""The snapshot in a file, so that a new process need not read every row.

The file is sealed with the site's secret before it is trusted, named after its format, and
replaced in one step: a process reads the former or the new one, never half of one.
"""

import hashlib
import hmac
import os
import pickle
from pathlib import Path

from django.conf import settings

from lonja.partnering.engine import index

SEAL_BYTES = 32


def path():
    """Where the file lies."""
    return Path(settings.DATA) / "index" / f"snapshot-{index.FORMAT}.bin"


def keep(snapshot):
    """Write the snapshot beside the former file, then put it in its place."""
    content = pickle.dumps(snapshot, protocol=pickle.HIGHEST_PROTOCOL)
    place = path()
    place.parent.mkdir(parents=True, exist_ok=True)
    beside = place.with_suffix(f".{os.getpid()}")
    beside.write_bytes(seal(content) + content)
    beside.chmod(0o600)
    beside.replace(place)
    return len(content)


@index.reader
def kept():
    """The snapshot that was kept last; none in tests, whose rows come and go."""
    return None if settings.MODE == "test" else load()


def load():
    """The snapshot of the file; none when there is no file, or when it was not written here."""
    if not path().exists():
        return None
    whole = path().read_bytes()
    sealed, content = whole[:SEAL_BYTES], whole[SEAL_BYTES:]
    if not hmac.compare_digest(sealed, seal(content)):
        return None
    return pickle.loads(content)


def seal(content):
    """What only this installation can write in front of the content."""
    return hmac.new(f"index {settings.SECRET_KEY}".encode(), content, hashlib.sha256).digest()
