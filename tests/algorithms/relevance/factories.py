"""Small statements and indexes, and strategies that draw them."""

from hypothesis import strategies as st

from lonja.algorithms.relevance import Evidence, Index, Kind, build_lexicon, starter_labels

LEXICON = build_lexicon(starter_labels())
WORDS = ("battery", "storage", "solar", "pump", "fruit", "cold", "chain", "robot", "water", "textile")


def make_evidence(key, owner, headline, *, kind=Kind.OFFER, **more):
    """One statement of one owner."""
    return Evidence(key, (owner,), kind, headline, **more)


def make_index(*statements, **more):
    """An index that holds these statements, filled in one step."""
    return Index(lexicon=LEXICON, **more).updated(add=statements)


@st.composite
def collections(draw, *, most=8):
    """Up to `most` statements with few words, so that ties and repeats are common."""
    texts = st.lists(st.sampled_from(WORDS), min_size=1, max_size=5).map(" ".join)
    owners = st.lists(st.sampled_from("ABCD"), min_size=1, max_size=2, unique=True).map(tuple)
    drawn = draw(
        st.lists(st.tuples(owners, texts, texts, st.sampled_from(list(Kind))), min_size=1, max_size=most)
    )
    return [Evidence(f"s{i}", o, kind, head, body) for i, (o, head, body, kind) in enumerate(drawn)]
