"""Invented content for the style page."""


def specimens(request):
    """What the style page shows."""
    return {}
