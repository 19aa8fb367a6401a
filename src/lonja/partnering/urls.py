"""Addresses of partnering."""

app_name = "partnering"
urlpatterns = []
