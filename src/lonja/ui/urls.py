"""The living style page."""

urlpatterns = []
