"""What every provider of payments by card can do."""

import hashlib
from abc import ABC, abstractmethod
from dataclasses import astuple, dataclass
from enum import StrEnum


class Forged(Exception):
    """A notice that the provider did not sign, or signed too long ago."""


class Unreachable(Exception):
    """The provider does not answer, or refuses what we ask; nothing is known to have happened."""


class Kind(StrEnum):
    """What a notice says."""

    PAID = "paid"
    FAILED = "failed"
    REFUNDED = "refunded"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Order:
    """What a payer shall be asked for.

    Attributes:
        key: our own number of it; the same key is the same order, however often it is sent.
        words: what the payer reads, such as the number of the invoice.
        back: the address of ours to which the provider sends the payer afterwards.
    """

    key: str
    cents: int
    currency: str
    words: str
    back: str


@dataclass(frozen=True, slots=True)
class Begun:
    """An order as the provider has taken it: its number there, and where the payer goes."""

    ref: str
    href: str


@dataclass(frozen=True, slots=True)
class Notice:
    """What a provider says about one order or one refund.

    Attributes:
        number: of the notice itself; a repeated notice has the same one.
        order: our key of the order, or of the refund; empty when the provider does not say it.
        ref: its number of the order.
    """

    number: str
    kind: Kind
    order: str = ""
    ref: str = ""
    cents: int = 0
    currency: str = ""

    @property
    def sha256(self):
        """A mark of what it says, to find out whether a repeated notice says the same."""
        return hashlib.sha256(repr(astuple(self)).encode()).hexdigest()


class Provider(ABC):
    """Takes payments by card.

    Attributes:
        name: how rows and addresses name it.
        header: the HTTP header with the signature of a notice.
    """

    name: str
    header: str

    @abstractmethod
    def is_configured(self):
        """Whether this installation may use it."""

    @abstractmethod
    def begin(self, order):
        """Take an order and return it as `Begun`.

        Raises:
            Unreachable: when it did not.
        """

    @abstractmethod
    def read(self, body, signature):
        """The `Notice` in a message that came to us.

        Raises:
            Forged: when it is not the provider's, or too old.
        """

    @abstractmethod
    def look_up(self, ref):
        """Ask how an order stands: a `Notice`, of kind OTHER while it is open.

        Raises:
            Unreachable: when no answer came.
        """

    @abstractmethod
    def refund(self, ref, *, cents, currency, key):
        """Give money of a paid order back; say whether it is done, else a notice follows.

        Raises:
            Unreachable: when it did not take the order.
        """
