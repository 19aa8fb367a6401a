"""Pages of the mechanisms: how far a job is, and the way in for tables."""

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lonja.base import exports, files, jobs, policies
from lonja.base.forms import UploadForm
from lonja.base.imports import flow
from lonja.base.limits import limited
from lonja.base.models import ImportRun
from lonja.base.policy import access, signed_in

# Larger tables are read by a worker, so that nobody stares at a page that does not answer.
MOST_BYTES_IN_THE_REQUEST = 200_000
IMPORTS_PER_HOUR = 60  # each is kept, with its file


@access(policies.jobs, "view")
@require_GET
def job(request, job):
    """How far a job is; asked again every second until it is over, then on to its result."""
    row = policies.jobs.get(request.user, "view", uuid=job)
    goes_on_to = row.done_url if row.state == row.State.DONE else ""
    is_part = "HX-Request" in request.headers and "HX-History-Restore-Request" not in request.headers
    if is_part and row.is_finished:
        return HttpResponse(headers={"HX-Redirect": goes_on_to or row.get_absolute_url()})
    if goes_on_to:
        return _see_other(goes_on_to)
    response = render(request, "base/job.html#progress" if is_part else "base/job.html", {"job": row})
    patch_vary_headers(response, ["HX-Request"])
    response["Cache-Control"] = "no-store"
    return response


@access(policies.jobs, "cancel")
@require_POST
def cancel_job(request, job):
    """Stop a job that is no longer wanted."""
    row = policies.jobs.get(request.user, "view", uuid=job)
    if not row.is_finished:
        jobs.cancel(policies.jobs.get(request.user, "cancel", uuid=job))
    return _see_other(row.get_absolute_url())


@limited("import", IMPORTS_PER_HOUR, per=3600, methods=("POST",))
@signed_in("the importer of that kind says who may bring a table")
@require_http_methods(["GET", "POST"])
def new_import(request, kind):
    """Bring a table along."""
    importer = flow.importer_of(kind)
    target = request.GET.get("for", "")[:80]
    if importer is None or not importer.allows(request.user, target):
        raise Http404
    if importer.upload_page(target):
        return _see_other(importer.upload_page(target))
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        uploaded = form.cleaned_data["file"]
        run = flow.start(kind, uploaded, name=uploaded.name, actor=request.user, target=target)
        return _see_other(_carried_out(request, run, "imports.check", flow.check))
    context = {"form": form, "importer": importer, "template_url": importer.template_url(target)}
    return render(request, "base/import_new.html", context, status=422 if form.is_bound else 200)


def _run(request, run):
    """The run of somebody who may still bring such a table: it holds what she could read then."""
    row = policies.import_runs.get(request.user, "view", uuid=run)
    importer = flow.importer_of(row.kind)
    if importer is not None and not importer.allows(request.user, row.target):
        raise Http404
    return row


@access(policies.import_runs, "view")
@require_GET
def import_run(request, run):
    """What a table would change, or what is wrong with it, or what it has changed."""
    row = _run(request, run)
    importer = flow.importer_of(row.kind)
    context = {
        "run": row,
        "importer": importer,
        "may_apply": policies.import_runs.allows(request.user, "apply", row),
        "done_url": importer.done_url(row.target) if importer else "",
        "again_url": flow.upload_url(row.kind, row.target),
    }
    return render(request, importer.template if importer else "base/import.html", context)


@access(policies.import_runs, "apply")
@require_POST
def apply_import(request, run):
    """Apply a table that was checked; the same file is checked once more."""
    row = policies.import_runs.get(request.user, "view", uuid=run)
    importer = flow.importer_of(row.kind)
    if importer is None or not importer.allows(request.user, row.target):
        raise Http404
    if not policies.import_runs.allows(request.user, "apply", row):  # pressed twice, or it has problems
        return _see_other(row.get_absolute_url())
    return _see_other(_carried_out(request, row, "imports.apply", flow.apply))


@access(policies.import_runs, "view")
@require_GET
def original_of_import(request, run):
    """The file as it was uploaded."""
    return files.serve(_run(request, run).file)


@access(policies.import_runs, "view")
@require_GET
def problems_of_import(request, run):
    """The problems of a table as a table."""
    row = _run(request, run)
    lines = ([problem[name] for name in ("sheet", "row", "column", "message")] for problem in row.problems)
    return exports.csv_response("problems", [_("Sheet"), _("Row"), _("Column"), _("Problem")], lines)


def _carried_out(request, run: ImportRun, kind, act):
    """Do it now when the table is small, else by a job; returns the address to go to."""
    if run.file.size > MOST_BYTES_IN_THE_REQUEST:
        return jobs.enqueue(
            kind, args={"run_id": run.pk}, actor=request.user, done_url=run.get_absolute_url()
        ).get_absolute_url()
    act(run, actor=request.user)
    return run.get_absolute_url()


def _see_other(url):
    return HttpResponseRedirect(url, status=303)
