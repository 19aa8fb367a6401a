"""The index as a thing to keep."""

from lonja.partnering.engine import index, index_files, index_sources

READ = (index_sources,)


def keep():
    """Write the snapshot of this moment into its file; returns its version."""
    snapshot = index.current()
    index_files.keep(snapshot)
    return snapshot.version
