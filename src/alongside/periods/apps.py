from django.apps import AppConfig


class PeriodsConfig(AppConfig):
    name = "alongside.periods"
    default_auto_field = "django.db.models.BigAutoField"
