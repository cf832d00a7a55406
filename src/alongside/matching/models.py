"""Watches: what a body looks out for in the forums that agreed to be read."""

from django.db import models
from django.db.models import Q

from alongside.bodies.domain.merging import WhenMerged
from alongside.bodies.models import Body
from alongside.core.identifiers import new_identifier
from alongside.forums.models import Board, Forum
from alongside.matching.domain.words import Expression, expression_of


class Watch(models.Model):
    """A standing query of a body, by words and phrases; never by a member (law 4)."""

    public_id = models.CharField(max_length=12, unique=True, default=new_identifier)
    body = models.ForeignKey(Body, on_delete=models.CASCADE, related_name="+")
    forum = models.ForeignKey(
        Forum, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )  # None: every forum of the body's plan
    name = models.CharField(max_length=100)
    any_of = models.TextField()  # one word or phrase a line
    none_of = models.TextField(blank=True)
    added_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    when_bodies_merge = WhenMerged("watch", "watches")

    class Meta:
        ordering = ["name"]
        verbose_name_plural = "watches"

    def __str__(self) -> str:
        return self.name

    @property
    def expression(self) -> Expression:
        return expression_of(self.any_of, self.none_of)


class Match(models.Model):
    """A new thread that fits a watch. The words that fitted are the watch's, not the member's."""

    watch = models.ForeignKey(Watch, on_delete=models.PROTECT, related_name="+")
    thread_address = models.URLField(max_length=500)
    phrases = models.JSONField(default=list)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["watch", "thread_address"], name="match_is_made_once")
        ]
        verbose_name_plural = "matches"

    def __str__(self) -> str:
        return f"{self.watch}: {self.thread_address}"


class Survey(models.Model):
    """Counts over a forum's past for one body. Nothing of a post, a name or a thread is kept."""

    public_id = models.CharField(max_length=12, unique=True, default=new_identifier)
    forum = models.ForeignKey(Forum, on_delete=models.PROTECT, related_name="+")
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")
    from_month = models.DateField(null=True, blank=True)  # first of it; None: from the beginning
    until_month = models.DateField()  # first of the last month that is counted
    topics = models.JSONField(default=list)  # domain.surveys.Topic, as they stood at the start
    started_at = models.DateTimeField()
    started_by = models.CharField(max_length=150)
    # Of the newest page in the web archive that it counts in; None: in the forum itself.
    archived_until = models.DateTimeField(null=True, blank=True)
    read_at = models.DateTimeField(null=True, blank=True)  # when it was last gone on with
    claimed_until = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    when_bodies_merge = WhenMerged(
        "survey of a forum",
        "surveys of forums",
        clash="Both survey the same forum (%(row)s). Wait until one of the two is done.",
    )

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["forum", "body"],
                condition=Q(finished_at=None),
                name="survey_is_open_once",
            )
        ]

    def __str__(self) -> str:
        return f"survey of {self.forum} for {self.body}"


class SurveyBoard(models.Model):
    """How far a survey has come in one board."""

    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="boards")
    board = models.ForeignKey(Board, on_delete=models.CASCADE, related_name="+")
    threads = models.PositiveIntegerField(null=True, blank=True)  # as the forum told at the start
    next_address = models.CharField(max_length=500, blank=True)  # of a list's page, of no thread
    # The lists are in the order of the last post: what was counted has a later one than this.
    reached = models.DateTimeField(null=True, blank=True)
    unreadable = models.PositiveIntegerField(default=0)  # threads
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["survey", "board"], name="survey_board_is_unique")
        ]

    def __str__(self) -> str:
        return f"{self.survey}: {self.board}"


class SurveyCount(models.Model):
    """How many questions of one month and board touched a topic, and when they were answered."""

    board = models.ForeignKey(SurveyBoard, on_delete=models.CASCADE, related_name="counts")
    month = models.DateField()
    topic = models.CharField(max_length=200, blank=True)  # Topic.key; "" counts every question
    questions = models.PositiveIntegerField(default=0)
    unanswered = models.PositiveIntegerField(default=0)
    within = models.JSONField(default=list)  # domain.surveys.WITHIN_WORDS, a number for each

    class Meta:
        ordering = ["month", "topic"]
        constraints = [
            models.UniqueConstraint(
                fields=["board", "month", "topic"], name="survey_count_is_unique"
            ),
            models.CheckConstraint(
                name="survey_count_is_whole",
                condition=Q(unanswered__lte=models.F("questions")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m} {self.topic or 'all'}: {self.questions}"
