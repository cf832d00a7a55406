"""Where the reading of each board was left, and what it came to in numbers.

Posts are never stored here, nor is which threads were read.
"""

from django.db import models

from alongside.forums.models import Board, Forum


class BoardReading(models.Model):
    """The place reached in one board: see `listening.domain.catching_up.Place`.

    Deleted with the board.
    """

    board = models.OneToOneField(Board, on_delete=models.CASCADE, related_name="+")
    newest_asked_at = models.DateTimeField(null=True, blank=True)  # of the newest thread listed
    waiting = models.PositiveIntegerField(default=0)  # threads that visits had no room for yet
    waiting_from = models.DateTimeField(null=True, blank=True)
    waiting_until = models.DateTimeField(null=True, blank=True)
    waiting_id = models.CharField(max_length=100, blank=True)  # mark of the newest that waits
    counts = models.JSONField(default=dict, blank=True)  # threads asked, by the hour's beginning
    ahead = models.JSONField(default=dict, blank=True)  # the same of those dated in the future
    counted_from = models.DateTimeField(null=True, blank=True)
    looked_back_at = models.DateTimeField(null=True, blank=True)
    etag = models.CharField(max_length=200, blank=True)  # of the list's first page
    last_modified = models.CharField(max_length=60, blank=True)
    threads_a_day = models.FloatField(null=True, blank=True)  # as it is of late
    visited_at = models.DateTimeField(null=True, blank=True)  # whether or not it could be read
    read_at = models.DateTimeField(null=True, blank=True)  # the last visit that was no failure
    next_visit_at = models.DateTimeField()
    claimed_until = models.DateTimeField(null=True, blank=True)
    failures = models.PositiveSmallIntegerField(default=0)  # in a row
    problem = models.CharField(max_length=300, blank=True)  # of the last visit, for people

    class Meta:
        indexes = [models.Index(fields=["next_visit_at"], name="board_reading_due")]

    def __str__(self) -> str:
        return f"reading of {self.board}"


class ReadingDay(models.Model):
    """What reading a board came to on one day, in numbers: for the public page about it.

    Kept for `visits.COUNTS_KEPT`. The board by the forum's own number, "" where an enquiry
    knows none.
    """

    forum = models.ForeignKey(Forum, on_delete=models.CASCADE, related_name="+")
    board_id = models.CharField(max_length=50, blank=True)
    day = models.DateField()  # by the calendar of the site
    visits = models.PositiveIntegerField(default=0)
    threads = models.PositiveIntegerField(default=0)  # looked at
    kept = models.PositiveIntegerField(default=0)  # of which some body has a question
    left_out = models.PositiveIntegerField(default=0)  # too old when there was room for them
    overlong = models.PositiveIntegerField(default=0)  # visits whose list was too long to count
    looked_again = models.PositiveIntegerField(default=0)  # at threads with an open question

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["forum", "board_id", "day"], name="one_count_a_day")
        ]
        indexes = [models.Index(fields=["day"], name="reading_day_by_day")]

    def __str__(self) -> str:
        return f"reading of board {self.board_id} in {self.forum} on {self.day}"
