"""Opening two organisations to each other: contacts both ways, and a place to talk."""

from lonja.directory.models import Block, Opening
from lonja.partnering.models import Conversation


def open_to_each_other(first, second, *, now, interest=None, introduction=None):
    """Part of an acceptance: the caller holds the transaction and writes the audit entry."""
    for owner, reader in ((first, second), (second, first)):
        Opening.objects.get_or_create(owner=owner, reader=reader, defaults={"opened_at": now})
    return Conversation.objects.create(
        interest=interest, introduction=introduction, first=first, second=second, opened_at=now
    )


def keeps_away(organisation, *, sender, sender_user, author=None):
    """Whether the organisation, or the author of its text, does not want to hear from the sender."""
    blocks = Block.objects.against(user=sender_user, organisation=sender)
    by_house = blocks.filter(by_organisation=organisation)
    by_person = blocks.filter(by_user=author) if author is not None else blocks.none()
    return by_house.exists() or by_person.exists()
