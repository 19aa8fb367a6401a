"""States are a table: (verb, state) → state; everything else asks it."""

from lonja.base.errors import Refused


class Lifecycle:
    """Which verb leads from which state to which.

    Args:
        states: the choices of the field.
        moves: (verb, state) → state.
        refusals: verb → the sentence for whoever comes too late.
        otherwise: the sentence for verbs that have none of their own.
    """

    def __init__(self, states, moves, refusals=None, *, otherwise=""):
        self.states = states
        self.moves = moves
        self.refusals = refusals or {}
        self.otherwise = otherwise

    def after(self, verb, state):
        """The state after `verb`.

        Raises:
            Refused: when something in this state cannot do that.
        """
        try:
            return self.moves[verb, self.states(state)]
        except KeyError:
            raise Refused(self.refusals.get(verb, self.otherwise)) from None
