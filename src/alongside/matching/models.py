"""Watches: what a body looks out for in the forums that agreed to be read."""

from django.db import models

from alongside.bodies.models import Body
from alongside.core.identifiers import new_identifier
from alongside.forums.models import Forum
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
