from django.apps import AppConfig


class RepliesConfig(AppConfig):
    name = "alongside.replies"
    default_auto_field = "django.db.models.BigAutoField"
