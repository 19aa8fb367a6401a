"""Addresses of offers and needs, interests, conversations, mandates and blocks."""

from django.urls import path

from lonja.partnering.views import (
    conversations,
    interests,
    mandates,
    opportunities,
    papers,
    publishing,
    results,
)

ONE = "partnering/opportunities/<slug:reference>/"

urlpatterns = [
    path("partnering/", opportunities.home, name="home"),
    path("partnering/export.<slug:ending>", papers.export, name="opportunities-export"),
    path("partnering/new/", opportunities.new, name="new"),
    path("partnering/new/<slug:kind>/", opportunities.write, name="write"),
    path("partnering/mine/", mandates.mine, name="mine"),
    path("partnering/results/", results.results, name="results"),
    path("partnering/review/", publishing.review, name="review"),
    path("partnering/review/<slug:slug>/", publishing.set_review, name="set-review"),
    path(ONE, opportunities.opportunity, name="opportunity"),
    path(f"{ONE}edit/", opportunities.edit, name="opportunity-edit"),
    path(f"{ONE}copy/", opportunities.copy, name="opportunity-copy"),
    path(f"{ONE}paper.pdf", papers.paper, name="opportunity-paper"),
    path(f"{ONE}interest/", interests.express, name="express"),
    path(f"{ONE}annex/", publishing.annex, name="annex"),
    path(f"{ONE}annex/keep/", publishing.keep_annex, name="annex-keep"),
    path(f"{ONE}annex/<slug:slug>/", publishing.grant_annex, name="annex-grant"),
    path(f"{ONE}move/<slug:verb>/", publishing.move, name="opportunity-move"),
    path(f"{ONE}judge/<slug:verb>/", publishing.judge, name="opportunity-judge"),
    path("partnering/interests/", interests.interests, name="interests"),
    path("partnering/interests/<int:pk>/", interests.interest, name="interest"),
    path("partnering/interests/<int:pk>/file/", interests.attachment, name="interest-file"),
    path("partnering/interests/<int:pk>/confirm/", interests.confirm, name="interest-confirm"),
    path("partnering/interests/<int:pk>/<slug:verb>/", interests.move, name="interest-move"),
    path("partnering/conversations/", conversations.conversations, name="conversations"),
    path("partnering/conversations/<int:pk>/", conversations.conversation, name="conversation"),
    path("partnering/messages/<int:pk>/file/", conversations.attachment, name="message-file"),
    path("partnering/introductions/new/", conversations.introduce, name="introduce"),
    path("partnering/introductions/<int:pk>/", conversations.introduction, name="introduction"),
    path(
        "partnering/introductions/<int:pk>/answer/",
        conversations.answer_introduction,
        name="introduction-answer",
    ),
    path("partnering/mandates/", mandates.mandates, name="mandates"),
    path("partnering/mandates/<int:pk>/<slug:verb>/", mandates.move_mandate, name="mandate-move"),
    path("partnering/blocks/", mandates.blocks, name="blocks"),
    path("partnering/blocks/<int:pk>/lift/", mandates.unblock, name="unblock"),
]
