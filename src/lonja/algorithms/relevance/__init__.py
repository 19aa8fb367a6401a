"""How well do two profiles fit, in whatever language, and why?

>>> from lonja.algorithms.relevance import Ask, Evidence, Index, Kind, build_lexicon, search, starter_labels
>>> index = Index(lexicon=build_lexicon(starter_labels())).updated(
...     add=[
...         Evidence("offer:1", ("Frigo Norte",), Kind.OFFER, "Refrigerated transport and cold storage"),
...         Evidence("offer:2", ("Solaria",), Kind.OFFER, "Solar panels for farms"),
...     ]
... )
>>> [hit.owner for hit in search(index, Ask("cadena de frío", language="es"))]
['Frigo Norte']
"""

from lonja.algorithms.errors import InvalidProblem
from lonja.algorithms.relevance.diversify import diversified, likeness_of
from lonja.algorithms.relevance.encoders import ConceptEncoder, Encoder, teach
from lonja.algorithms.relevance.evaluate import Estimate, Exposure, Judged, estimate, exposure, gini, judge
from lonja.algorithms.relevance.evidence import (
    ANSWERS_A_NEED,
    ANSWERS_AN_OFFER,
    EVERY_KIND,
    Ask,
    Evidence,
    Kind,
    Taxonomy,
)
from lonja.algorithms.relevance.facets import Affinities, Facts
from lonja.algorithms.relevance.glossary import starter_labels
from lonja.algorithms.relevance.highlight import Span, marked_words, passage
from lonja.algorithms.relevance.index import Index
from lonja.algorithms.relevance.lexicon import NO_LEXICON, Lexicon, build_lexicon
from lonja.algorithms.relevance.links import Collaboration, Walk
from lonja.algorithms.relevance.quotas import Quota, with_quotas
from lonja.algorithms.relevance.recommend import (
    Balance,
    Cause,
    Partner,
    Surroundings,
    Term,
    Wishes,
    recommend,
)
from lonja.algorithms.relevance.search import Answers, Found, Hit, Match, Recipe, matching, search
from lonja.algorithms.relevance.segment import term_key
from lonja.algorithms.relevance.sentences import Model, RoutedEncoder, SentenceEncoder, open_encoder
from lonja.algorithms.relevance.text import fold, holds_phrase, language_of
from lonja.algorithms.relevance.wording import How

__all__ = [
    "ANSWERS_AN_OFFER",
    "ANSWERS_A_NEED",
    "EVERY_KIND",
    "NO_LEXICON",
    "Affinities",
    "Answers",
    "Ask",
    "Balance",
    "Cause",
    "Collaboration",
    "ConceptEncoder",
    "Encoder",
    "Estimate",
    "Evidence",
    "Exposure",
    "Facts",
    "Found",
    "Hit",
    "How",
    "Index",
    "InvalidProblem",
    "Judged",
    "Kind",
    "Lexicon",
    "Match",
    "Model",
    "Partner",
    "Quota",
    "Recipe",
    "RoutedEncoder",
    "SentenceEncoder",
    "Span",
    "Surroundings",
    "Taxonomy",
    "Term",
    "Walk",
    "Wishes",
    "build_lexicon",
    "diversified",
    "estimate",
    "exposure",
    "fold",
    "gini",
    "holds_phrase",
    "judge",
    "language_of",
    "likeness_of",
    "marked_words",
    "matching",
    "open_encoder",
    "passage",
    "recommend",
    "search",
    "starter_labels",
    "teach",
    "term_key",
    "with_quotas",
]
