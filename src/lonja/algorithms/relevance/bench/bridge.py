"""Learns again the bridge that is shipped: needs the extra `multilingual`.

    python -m lonja.algorithms.relevance.bench.bridge LIST.csv...

The texts are the starter labels and those of controlled lists, in English and Spanish.
"""

import csv
import sys
from pathlib import Path

from lonja.algorithms.relevance.bridge import SHIPPED, keep, learn_bridge
from lonja.algorithms.relevance.glossary import starter_labels
from lonja.algorithms.relevance.sentences import Model, open_encoder


def main(lists: list[str]) -> None:
    """Learn from the lists named, and write the file."""
    said = [(code, label[code]) for code in ("en", "es") for label in starter_labels()]
    for name in sorted(lists):
        with Path(name).open(encoding="utf-8", newline="") as lines:
            said += [(c, row[f"label_{c}"]) for row in csv.DictReader(lines) for c in ("en", "es")]
    said = [(code, text) for code, text in dict.fromkeys(said) if text]
    texts, languages = [text for _, text in said], [code for code, _ in said]
    keep(learn_bridge(open_encoder(Model.UNIVERSAL), open_encoder(Model.E5), texts, languages), SHIPPED)
    print(f"{SHIPPED}: {len(texts)} texts")


if __name__ == "__main__":
    main(sys.argv[1:])
