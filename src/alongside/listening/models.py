"""Where the reading of each board was left. Posts are never stored here."""

from django.db import models

from alongside.forums.models import Board


class BoardReading(models.Model):
    """The place reached in one board. Deleted with the board."""

    board = models.OneToOneField(Board, on_delete=models.CASCADE, related_name="+")
    newest_asked_at = models.DateTimeField(null=True, blank=True)  # of the newest thread read
    visited_at = models.DateTimeField(null=True, blank=True)
    next_visit_at = models.DateTimeField()
    claimed_until = models.DateTimeField(null=True, blank=True)
    failures = models.PositiveSmallIntegerField(default=0)  # in a row
    problem = models.CharField(max_length=300, blank=True)  # of the last visit, for people

    class Meta:
        indexes = [models.Index(fields=["next_visit_at"], name="board_reading_due")]

    def __str__(self) -> str:
        return f"reading of {self.board}"
