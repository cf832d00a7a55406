"""Where forum software tells of referrals, under /hooks/. Whatever follows is a key, or is not."""

from django.urls import re_path

from alongside.operators.views import hooks

app_name = "hooks"

urlpatterns = [re_path(r"^(?P<key>.*?)/?$", hooks.hear, name="hear")]
