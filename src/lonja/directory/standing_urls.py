"""Addresses of labels, links, assessments, questions and moderation."""

from django.urls import path

from lonja.directory.views import (
    assessments,
    enquiries,
    freshness,
    labels,
    links,
    moderation,
    registrations,
)

patterns = [
    path("clusters/new/", registrations.new_cluster, name="cluster-new"),
    path("clusters/registrations/", registrations.registrations, name="registrations"),
    path("registrations/<uuid:uuid>/", registrations.registration, name="registration"),
    path("registrations/<uuid:uuid>/decide/", registrations.decide_registration, name="registration-decide"),
    path(
        "registrations/<uuid:uuid>/withdraw/",
        registrations.withdraw_registration,
        name="registration-withdraw",
    ),
    path("organisations/<slug:slug>/labels/", labels.organisation_labels, name="organisation-labels"),
    path("clusters/<slug:slug>/labels/", labels.cluster_labels, name="cluster-labels"),
    path("labels/", labels.labels_to_check, name="labels-to-check"),
    path("labels/<int:pk>/check/", labels.check_label, name="label-check"),
    path("labels/<int:pk>/remove/", labels.remove_label, name="label-remove"),
    path("labels/<int:pk>/evidence/", labels.label_evidence, name="label-evidence"),
    path("clusters/<slug:slug>/links/", links.cluster_links, name="cluster-links"),
    path("clusters/<slug:slug>/links/<int:pk>/connect/", links.connect_link, name="link-connect"),
    path("links/<int:pk>/<slug:verb>/", links.move_link, name="link-move"),
    path("clusters/<slug:slug>/assessment/", assessments.overview, name="assessment"),
    path("clusters/<slug:slug>/assessment/begin/", assessments.begin, name="assessment-begin"),
    path("clusters/<slug:slug>/assessment/submit/", assessments.submit, name="assessment-submit"),
    path("clusters/<slug:slug>/assessment/<str:code>/", assessments.area, name="assessment-area"),
    path("assessments/<int:pk>/", assessments.record, name="assessment-record"),
    path("assessments/<int:pk>/show/", assessments.show_summary, name="assessment-show"),
    path(
        "assessments/<int:pk>/evidence/<int:answer>/", assessments.answer_evidence, name="assessment-evidence"
    ),
    path("organisations/<slug:slug>/ask/", enquiries.organisation_enquire, name="organisation-enquire"),
    path("clusters/<slug:slug>/ask/", enquiries.cluster_enquire, name="cluster-enquire"),
    path(
        "organisations/<slug:slug>/questions/",
        enquiries.organisation_enquiries,
        name="organisation-enquiries",
    ),
    path("clusters/<slug:slug>/questions/", enquiries.cluster_enquiries, name="cluster-enquiries"),
    path("questions/<int:pk>/share/", enquiries.share_contact, name="enquiry-share"),
    path("questions/<int:pk>/decline/", enquiries.decline_enquiry, name="enquiry-decline"),
    path("questions/<int:pk>/close/", enquiries.close_enquiry, name="enquiry-close"),
    path("organisations/<slug:slug>/wrong/", moderation.organisation_report, name="organisation-report"),
    path("clusters/<slug:slug>/wrong/", moderation.cluster_report, name="cluster-report"),
    path("organisations/<slug:slug>/reports/", moderation.organisation_reports, name="organisation-reports"),
    path("clusters/<slug:slug>/reports/", moderation.cluster_reports, name="cluster-reports"),
    path("reports/<int:pk>/answer/", moderation.answer_report, name="report-answer"),
    path("clusters/<slug:slug>/suggest/", moderation.suggest, name="cluster-suggest"),
    path(
        "clusters/<slug:slug>/suggest/<slug:section>/",
        moderation.suggest_change,
        name="cluster-suggest-section",
    ),
    path("clusters/<slug:slug>/changes/", moderation.cluster_changes, name="cluster-changes"),
    path("changes/<int:pk>/decide/", moderation.decide_change, name="change-decide"),
    path(
        "organisations/<slug:slug>/complete/",
        freshness.organisation_completeness,
        name="organisation-completeness",
    ),
    path("clusters/<slug:slug>/complete/", freshness.cluster_completeness, name="cluster-completeness"),
    path("still-true/<str:words>/", freshness.still_true, name="still-true"),
]
