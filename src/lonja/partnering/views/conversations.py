"""Conversations of two organisations, and introductions by a cluster manager."""

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Count, F, OuterRef, Q, Subquery
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lonja.base import files
from lonja.base.limits import limited
from lonja.base.policy import access, signed_in
from lonja.directory import policies as directory
from lonja.directory import presenting as directory_presenting
from lonja.directory.models import Membership, Organisation
from lonja.partnering import policies
from lonja.partnering.forms.letters import IntroductionForm, MessageForm
from lonja.partnering.models import Message, Reading
from lonja.partnering.services import conversations as services
from lonja.partnering.services import introductions
from lonja.ui.answers import page, see_other

ROWS_PER_PAGE = 30
MESSAGES_PER_PAGE = 50
MOST_PER_HOUR = 60


@signed_in("everybody sees the conversations of their own organisations")
@require_GET
def conversations(request):
    """Every conversation of the person's organisations, the newest word first."""
    read = Reading.objects.filter(conversation=OuterRef("pk"), user=request.user).values("read_at")
    rows = policies.conversations.scope(request.user).annotate(read_at=Subquery(read))
    unread = Q(messages__sent_at__gt=F("read_at")) | Q(read_at=None, messages__isnull=False)
    rows = rows.annotate(unread=Count("messages", filter=unread, distinct=True))
    rows = rows.select_related("first", "second", "interest__opportunity").order_by(
        F("last_message_at").desc(nulls_last=True), "-pk"
    )
    paged = Paginator(rows, ROWS_PER_PAGE).get_page(request.GET.get("page"))
    own = set(policies.acting(request.user).values_list("pk", flat=True))
    introduced = policies.introductions.scope(request.user).filter(is_over=False)
    context = {
        "page": paged,
        "lines": [(row, row.second if row.first_id in own else row.first) for row in paged],
        "introductions": introduced.select_related("first", "second", "cluster")[:20],
        "may_introduce": directory.managed_clusters(request.user).exists(),
    }
    return page(request, "partnering/conversations.html", context)


@limited("message", MOST_PER_HOUR, per=3600, methods=("POST",))
@access(policies.conversations, "view")
@require_http_methods(["GET", "POST"])
def conversation(request, pk):
    """Read and write in one conversation."""
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    row = policies.conversations.get(request.user, "view", pk=pk)
    now = timezone.now()
    form = MessageForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        services.write(
            row,
            text=form.cleaned_data["text"],
            upload=form.cleaned_data["upload"],
            actor=request.user,
            now=now,
        )
        return see_other(row)
    services.note_reading(row, actor=request.user, now=now)
    side = services.side_of(row, request.user)
    other = row.second if side.pk == row.first_id else row.first
    said = row.messages.select_related("author", "organisation", "file").order_by("-sent_at", "-pk")
    paged = Paginator(said, MESSAGES_PER_PAGE).get_page(request.GET.get("page"))
    contacts = directory.contacts.scope(request.user).filter(organisation=other)
    context = {
        "row": row,
        "form": form,
        "side": side,
        "other": other,
        "page": paged,
        "said": list(paged)[::-1],
        "is_closed": services.is_closed(row),
        "contacts": directory_presenting.contacts(contacts, actor=request.user),
    }
    return page(request, "partnering/conversation.html", context, status=422 if form.is_bound else 200)


@access(policies.conversations, "view")
@require_GET
def attachment(request, pk):
    """The file of a message, for the two sides of its conversation."""
    mine = policies.conversations.scope(request.user).values("pk")
    row = Message.objects.filter(pk=pk, conversation__in=mine).select_related("file").first()
    if row is None or row.file is None:
        raise Http404
    return files.serve(row.file)


@signed_in("managers of a cluster introduce its members")
@require_http_methods(["GET", "POST"])
def introduce(request):
    """Bring a member and another organisation together."""
    clusters = directory.managed_clusters(request.user)
    if not clusters.exists():
        raise PermissionDenied
    active = Membership.objects.filter(status=directory.ACTIVE, cluster__in=clusters.values("pk"))
    members = Organisation.objects.filter(pk__in=active.values("organisation")).order_by("sort_name")
    visible = directory.organisations.scope(request.user)
    form = IntroductionForm(request.POST or None, members=members, organisations=visible)
    if request.method == "POST" and form.is_valid():
        one = form.cleaned_data["one"]
        made = introductions.introduce(
            one,
            form.cleaned_data["other"],
            cluster=clusters.filter(memberships__in=active.filter(organisation=one)).first(),
            text=form.cleaned_data["text"],
            actor=request.user,
            today=timezone.localdate(),
            now=timezone.now(),
        )
        messages.success(request, _("Both are asked. When both say yes, they can talk."))
        return see_other(made)
    return page(request, "partnering/introduce.html", {"form": form}, status=422 if form.is_bound else 200)


@access(policies.introductions, "view")
@require_GET
def introduction(request, pk):
    """One introduction, for its maker and the two sides."""
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    row = policies.introductions.get(request.user, "view", pk=pk)
    may_answer = policies.introductions.allows(request.user, "answer", row)
    talk = policies.conversations.scope(request.user).filter(introduction=row).first()
    context = {
        "row": row,
        "may_answer": may_answer,
        "conversation": talk,
        "is_maker": row.introducer_id == request.user.pk,
    }
    return page(request, "partnering/introduction.html", context)


@access(policies.introductions, "answer")
@require_POST
def answer_introduction(request, pk):
    """Say yes or no to an introduction."""
    row = policies.introductions.get(request.user, "answer", pk=pk)
    says_yes = request.POST.get("answer") == "yes"
    row = introductions.answer(row, says_yes=says_yes, actor=request.user, now=timezone.now())
    messages.success(request, _("Your answer is noted."))
    return see_other(row)
