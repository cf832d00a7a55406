from django.apps import AppConfig


class VisitorsConfig(AppConfig):
    name = "alongside.visitors"
    default_auto_field = "django.db.models.BigAutoField"
