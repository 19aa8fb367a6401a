"""How a view answers."""

from django.http import HttpResponseRedirect
from django.shortcuts import render, resolve_url
from django.utils.cache import patch_vary_headers


def page(request, template, context=None, *, part="", status=200):
    """Render a template, or only its partial `part` when htmx asks for this address."""
    partial = part and "HX-Request" in request.headers and "HX-History-Restore-Request" not in request.headers
    name = f"{template}#{part}" if partial else template
    response = render(request, name, context or {}, status=status)
    patch_vary_headers(response, ["HX-Request"])
    return response


def see_other(target, *args, **kwargs):
    """After a change, send the browser to a page of its own."""
    return HttpResponseRedirect(resolve_url(target, *args, **kwargs), status=303)
