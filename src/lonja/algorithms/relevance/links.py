"""Who might join those who have worked together before: a walk over shared projects."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp

from lonja.algorithms.errors import InvalidProblem

RETURN = 0.15  # chance of starting again at the seeds, at every step
STEPS = 6
STRANGER = 0.1  # what counts of somebody who never worked in the field asked for


@dataclass(frozen=True, slots=True, eq=False)
class Collaboration:
    """O organisations and the P projects in which they worked.

    Attributes:
        joined: (P, O) by row; 1 where the organisation took part in the project.
        fields: (P, F) by row; 1 where the project belongs to the field.

    Raises:
        InvalidProblem: when shapes disagree or a project has no partner.
    """

    joined: sp.csr_array
    fields: sp.csr_array

    def __post_init__(self) -> None:
        if self.fields.shape[0] != self.joined.shape[0]:
            raise InvalidProblem(
                f"fields of {self.fields.shape[0]} projects, expected {self.joined.shape[0]}"
            )
        if self.joined.nnz and not np.array_equal(np.unique(self.joined.data), [1]):
            raise InvalidProblem("joined must hold ones only, each partner once")
        if (np.diff(self.joined.indptr) == 0).any():
            raise InvalidProblem(f"project {int(np.argmin(np.diff(self.joined.indptr)))} has no partner")


class Walk:
    """A collaboration prepared for many questions."""

    def __init__(self, past: Collaboration) -> None:
        joined = past.joined.astype(np.float64)
        self.times = np.asarray(joined.sum(axis=0)).ravel()  # (O,) projects of each
        sizes = np.asarray(joined.sum(axis=1)).ravel()
        out = sp.diags_array(1 / np.maximum(self.times, 1)) @ joined.T
        self.step = (out @ (sp.diags_array(1 / sizes) @ joined)).T.tocsr()  # (O, O) to, from
        self.in_field = (joined.T @ past.fields.astype(np.float64)).tocsr()  # (O, F)

    def visits(self, seeds: Sequence[int]) -> np.ndarray:
        """Return (O,) how often a walk that keeps returning to the seeds stands at each organisation.

        From an organisation the walk goes to one of its projects, from there to one of its
        partners, all alike likely; in three steps of twenty it returns.

        Cost: O(steps * pairs of partners).
        Source: T. Haveliwala, "Topic-sensitive PageRank", WWW 2002.
        """
        start = np.zeros(len(self.times))
        if len(seeds):
            start[list(seeds)] = 1 / len(seeds)
        here = start.copy()
        for _ in range(STEPS):
            here = RETURN * start + (1 - RETURN) * (self.step @ here)
        return here

    def scores(self, seeds: Sequence[int], *, fields: Mapping[int, float]) -> np.ndarray:
        """Return (O,) how well each organisation would join the seeds on these fields.

        `visits * (0.1 + share of its projects in the fields)`; where no walk leads, those with
        more projects in the fields, then with more projects, come first. Seeds get -1.

        Raises:
            InvalidProblem: when a seed is no organisation.
        """
        if any(not 0 <= seed < len(self.times) for seed in seeds):
            raise InvalidProblem(f"seeds {list(seeds)} outside 0 to {len(self.times) - 1}")
        wanted = np.zeros(self.in_field.shape[1])
        for field, weight in fields.items():
            wanted[field] = weight
        fit = self.in_field @ wanted
        share = fit / np.maximum(self.times, 1)
        found: np.ndarray = self.visits(seeds) * (STRANGER + share) + 1e-7 * fit + 1e-10 * self.times
        found[list(seeds)] = -1
        return found
