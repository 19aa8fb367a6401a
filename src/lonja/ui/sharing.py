"""Ways to pass a public page on."""

from urllib.parse import quote, urlencode

from django.conf import settings
from django.utils.translation import gettext as _


def share_links(title, path):
    """Places to share a page: plain links, so nobody is followed before choosing one.

    Args:
        title: how the page is called there.
        path: its address on this site, such as `/clusters/solartys/`.
    """
    address = f"{settings.SITE_URL}{path}"
    both = f"{title} {address}"
    return {
        "address": address,
        "links": [
            (_("E-mail"), f"mailto:?{urlencode({'subject': title, 'body': address}, quote_via=quote)}"),
            ("LinkedIn", f"https://www.linkedin.com/sharing/share-offsite/?{urlencode({'url': address})}"),
            ("Mastodon", f"https://share.joinmastodon.org/#{urlencode({'text': both}, quote_via=quote)}"),
            ("X", f"https://x.com/intent/post?{urlencode({'text': title, 'url': address})}"),
        ],
    }
