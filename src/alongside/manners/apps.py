from django.apps import AppConfig


class MannersConfig(AppConfig):
    name = "alongside.manners"
    default_auto_field = "django.db.models.BigAutoField"
