"""The living style page."""

from django.urls import path

from lonja.ui import views

urlpatterns = [path("style/", views.style, name="style")]
