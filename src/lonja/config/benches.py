"""`lonja bench`: run a benchmark and print its table."""

import argparse
from importlib import import_module

BENCHES = {"meetings": "lonja.algorithms.scheduling.bench", "partners": "lonja.algorithms.relevance.bench"}


def main(argv):
    """Hand over to the benchmark that is named."""
    parser = argparse.ArgumentParser(prog="lonja bench", description=main.__doc__)
    parser.add_argument("bench", choices=BENCHES)
    chosen = parser.parse_args(argv[:1]).bench
    return import_module(BENCHES[chosen]).main(argv[1:])
