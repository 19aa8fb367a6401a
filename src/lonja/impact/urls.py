"""Addresses of what comes after a meeting."""

from django.urls import include, path, re_path

from lonja.impact.views import conversions, desk, ideas, mine, policy, questions, reports, retention

app_name = "impact"
edition = [
    path("my-meetings/", mine.meetings, name="mine"),
    path("my-meetings.json", mine.export, name="mine-export"),
    path("my-meetings/<uuid:uid>/", mine.meeting, name="meeting"),
    path("my-meetings/<uuid:uid>/rate/", mine.rate, name="rate"),
    path("my-meetings/<uuid:uid>/note/", mine.note, name="note"),
    path("my-meetings/<uuid:uid>/outcome/", mine.outcome, name="outcome"),
    path("my-meetings/<uuid:uid>/become/<slug:kind>/", conversions.become, name="become"),
    path("collaborations/<uuid:uid>/<slug:verb>/", conversions.answer, name="collaboration-answer"),
    path("outcomes/", desk.outcomes, name="outcomes"),
    re_path(r"^outcomes\.(?P<shape>csv|xlsx)$", desk.outcomes_file, name="outcomes-file"),
    path("outcomes/declare/", desk.declare, name="declare"),
    path("outcomes/<uuid:uid>/", desk.chain, name="chain"),
    path("evidence/<uuid:uid>/", desk.evidence, name="evidence"),
    path("policy/", desk.policy, name="policy"),
    path("retention/", retention.retention, name="retention"),
    path("results/", reports.report, name="report"),
    re_path(r"^results\.(?P<shape>pdf|csv|json)$", reports.report_file, name="report-file"),
    path("results/dictionary.csv", reports.dictionary, name="dictionary"),
    path("results/edit/", reports.edit, name="report-edit"),
    path("results/<slug:verb>/", reports.move, name="report-move"),
    path("good-practice/", reports.practice, name="practice"),
]
urlpatterns = [
    path("outcomes/answer/<str:token>/", questions.answer, name="answer"),
    path("outcomes/stop/<str:token>/", questions.stop, name="stop"),
    path("ideas/", ideas.ideas, name="ideas"),
    path("ideas/<uuid:uid>/", ideas.idea, name="idea"),
    path("ideas/<uuid:uid>/edit/", ideas.edit, name="idea-edit"),
    path("ideas/<uuid:uid>/<slug:verb>/", ideas.move, name="idea-move"),
    path("outcomes/by/", policy.outcomes_by, name="by"),
    re_path(r"^outcomes/by\.(?P<shape>csv|xlsx)$", policy.outcomes_by_file, name="by-file"),
    re_path(r"^outcomes/by-group\.(?P<shape>csv|json)$", policy.open_data, name="by-data"),
    path("events/<slug:event>/<slug:edition>/", include(edition)),
]
