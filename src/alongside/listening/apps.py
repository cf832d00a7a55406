from django.apps import AppConfig


class ListeningConfig(AppConfig):
    name = "alongside.listening"
    default_auto_field = "django.db.models.BigAutoField"
