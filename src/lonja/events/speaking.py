"""The names of speakers on one line, as workbooks and lists write them, and back again. Pure."""

MOST_SPEAKERS = 40  # of one talk
MOST_IN_A_NAME = 200


def names_in(line):
    """The names that a line separates by commas, in their order; empty ones and repeated ones are left out.

    >>> names_in("Ana Ruiz,  Luis  Gil, , ANA RUIZ")
    ['Ana Ruiz', 'Luis Gil']
    """
    found = {}
    for name in (" ".join(part.split()) for part in line.replace("\n", ",").split(",")):
        if name:
            found.setdefault(same(name), name)
    return list(found.values())


def line_of(names):
    """Names as one line: Ana Ruiz, Luis Gil."""
    return ", ".join(names)


def same(name):
    """A name folded for comparison."""
    return " ".join(name.split()).casefold()
