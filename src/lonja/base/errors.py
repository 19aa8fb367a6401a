"""The two ways in which the house says no to a person."""


class Refused(Exception):
    """A rule of the house says no; the middleware answers 409 with the sentence.

    Args:
        sentence: what happened, translated, for a person.
        remedy: what they can do now, translated; may be empty.
        href: an address where the remedy can be carried out; may be empty.
    """

    def __init__(self, sentence, *, remedy="", href=""):
        super().__init__(sentence)
        self.sentence = sentence
        self.remedy = remedy
        self.href = href
