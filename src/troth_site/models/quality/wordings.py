"""Words of papers and of corrective action in other languages; what was signed or written first stays what counts."""

from django.db import models

from troth_site.models.choices import Party, TranslationState, one_of


class WordingTranslation(models.Model):
    """One text of a partnership in another language, found by what the original says: altered, it is another text."""

    relationship = models.ForeignKey(
        "troth_site.Relationship", on_delete=models.CASCADE, related_name="wordings", db_index=False
    )
    digest = models.CharField(max_length=64)
    language = models.CharField(max_length=12)
    text = models.TextField()
    # The side whose words the original is: it alone knows what it meant.
    written_by = models.CharField(max_length=7, choices=Party.choices)
    state = models.CharField(max_length=9, choices=TranslationState.choices)
    by = models.ForeignKey("troth_site.Person", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    made_at = models.DateTimeField()
    confirmed_by = models.ForeignKey(
        "troth_site.Person", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    confirmed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["relationship", "digest", "language"], name="wording_translation_once"),
            one_of("state", TranslationState.values, name="wording_translation_state"),
            one_of("written_by", Party.values, name="wording_translation_writer"),
        ]

    def __str__(self) -> str:
        return f"{self.digest[:12]} in {self.language}"
