"""Public facts of a profile as schema.org JSON-LD, for search engines and harvesters."""

import json

from django.conf import settings
from django.utils.safestring import mark_safe

from lonja.base.texts import worded

_ESCAPES = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}


def script(data):
    """A data block that no browser runs, whatever the texts hold."""
    text = json.dumps(data, ensure_ascii=False).translate(_ESCAPES)
    return mark_safe(f'<script type="application/ld+json">{text}</script>')  # noqa: S308  escaped on the line above


def organisation(row, *, clusters=()):
    """The public facts of an organisation; no contacts, no VAT number."""
    address = {
        "@type": "PostalAddress",
        "streetAddress": row.street,
        "postalCode": row.postcode,
        "addressLocality": row.city,
        "addressRegion": str(row.region or ""),
        "addressCountry": row.country,
    }
    return _filled(
        {
            **_common(row),
            "legalName": row.legal_name,
            "alternateName": row.short_name,
            "foundingDate": row.founded,
            "address": _filled(address) if any([row.street, row.city, row.country]) else None,
            "memberOf": [
                {"@type": "Organization", "name": each.name, "@id": _address(each)} for each in clusters
            ],
        }
    )


def cluster(row, profile):
    """The public facts of a cluster: what it is, knows and offers; no person, no number to call.

    Args:
        profile: the `ProfilePage` of the cluster; what the page reads anyway is not read again.
    """
    address = {
        "@type": "PostalAddress",
        "addressLocality": row.city,
        "addressRegion": str(row.region or ""),
        "addressCountry": row.country,
    }
    return _filled(
        {
            **_common(row),
            "alternateName": row.acronym,
            "foundingDate": row.established,
            "slogan": str(worded(row.mission))[:500],
            "address": _filled(address) if row.city or row.country else None,
            "areaServed": row.country,
            "knowsAbout": [str(term) for group in profile.fields for term in group["terms"]],
            "makesOffer": [
                {"@type": "Offer", "itemOffered": {"@type": "Service", "name": str(term)}}
                for term in profile.services
            ],
            "subjectOf": f"{_address(row)}profile.json",
        }
    )


def _common(row):
    return {
        "@context": "https://schema.org",
        "@type": "Organization",
        "@id": _address(row),
        "name": row.name,
        "url": row.website,
        "description": str(worded(row.summary)),
        "knowsLanguage": row.languages,
    }


def _address(row):
    return f"{settings.SITE_URL}{row.get_absolute_url()}"


def _filled(data):
    return {name: value for name, value in data.items() if value not in ("", None, [], {})}
