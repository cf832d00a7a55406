from django.apps import AppConfig


class WorkspaceConfig(AppConfig):
    name = "alongside.workspace"
    default_auto_field = "django.db.models.BigAutoField"
