"""How people work, in their own words, and what they ask whoever reads it. Never an input to a number."""

from django.db import models

from troth_site.models.choices import CustomCategory, one_of


class CustomNote(models.Model):
    """One note on how an organisation works, with its author, source and date; its own people write it first of all."""

    about = models.ForeignKey("troth_site.Organisation", on_delete=models.CASCADE, related_name="customs")
    # The organisation that wrote it; equal to `about` for what people write of themselves.
    written_for = models.ForeignKey("troth_site.Organisation", on_delete=models.CASCADE, related_name="+")
    # Notes about oneself are read by every partner; notes about a partner by the two sides of one relationship.
    relationship = models.ForeignKey(
        "troth_site.Relationship", on_delete=models.CASCADE, null=True, blank=True, related_name="customs"
    )
    category = models.CharField(max_length=12, choices=CustomCategory.choices)
    text = models.TextField()
    language = models.CharField(max_length=12, blank=True)
    source = models.CharField(max_length=300)
    # Where more of it can be read, on the open web.
    link = models.CharField(max_length=500, blank=True, default="", db_default="")
    dated_on = models.DateField()
    author = models.ForeignKey("troth_site.Person", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    written_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [one_of("category", CustomCategory.values, name="custom_note_category")]

    def __str__(self) -> str:
        return self.text[:80]


class QuizQuestion(models.Model):
    """A question that a house asks about its own note, with its own answer among the others."""

    note = models.ForeignKey("troth_site.CustomNote", on_delete=models.CASCADE, related_name="questions")
    text = models.CharField(max_length=300)
    choices = models.JSONField(default=list)
    right = models.PositiveSmallIntegerField()
    author = models.ForeignKey("troth_site.Person", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    written_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.text[:80]


class QuizAnswer(models.Model):
    """What one person answered: read by that person alone, gone when they wish."""

    person = models.ForeignKey("troth_site.Person", on_delete=models.CASCADE, related_name="+", db_index=False)
    question = models.ForeignKey("troth_site.QuizQuestion", on_delete=models.CASCADE, related_name="+")
    chosen = models.PositiveSmallIntegerField()
    answered_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "question"], name="quiz_answer_once")]

    def __str__(self) -> str:
        return f"answer to question {self.question_id}"
