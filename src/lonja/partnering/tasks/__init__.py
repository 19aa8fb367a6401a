"""Background work of partnering; every file here is read when jobs are looked up."""
