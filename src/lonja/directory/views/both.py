"""Pages that organisations and clusters share: one view, asked through the policy of each."""

import functools

from lonja.base.policy import access
from lonja.directory import policies


def for_both(verb, view):
    """The view for organisations and the one for clusters; `view` takes the request and the row."""
    return _of(policies.organisations, verb, view), _of(policies.clusters, verb, view)


def _of(policy, verb, view):
    @access(policy, verb)
    @functools.wraps(view)
    def guarded(request, slug):
        return view(request, policy.get(request.user, verb, slug=slug))

    return guarded


def policy_of(owner):
    """The policy that an organisation or a cluster stands under."""
    return getattr(policies, f"{owner._meta.model_name}s")
