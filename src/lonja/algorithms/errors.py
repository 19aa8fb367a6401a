"""What an algorithm says when its input breaks the contract."""


class InvalidProblem(ValueError):
    """The problem contradicts its own definition; the message names the rows at fault."""


class UnreadableInstance(InvalidProblem):
    """A file of an instance lacks something, or speaks of another number of people than it holds."""


class WrongPlan(AssertionError):
    """A solver returned a plan that breaks a rule: a fault of the solver, never of its input."""
