from django.apps import AppConfig


class AgreementsConfig(AppConfig):
    name = "alongside.agreements"
    default_auto_field = "django.db.models.BigAutoField"
