"""Fields of forms that Django lacks: one file of a kind and size, several files."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

MEGABYTE = 1024 * 1024


class Upload(forms.FileField):
    """One file of a named kind and a largest size; both stand in what it says when it refuses."""

    default_error_messages = {"too_large": ""}

    def __init__(self, *, kinds: str, megabytes: float, accept: str, **kwargs: Any) -> None:
        self.kinds, self.megabytes = kinds, megabytes
        super().__init__(widget=forms.FileInput(attrs={"accept": accept}), **kwargs)

    def clean(self, data: Any, initial: Any = None) -> Any:
        """Return the file.

        Raises:
            ValidationError: It is larger than it may be.
        """
        file = super().clean(data, initial)
        if file and file.size > self.megabytes * MEGABYTE:
            raise ValidationError(self.error_messages["too_large"], code="too_large")
        return file


class ManyFiles(forms.FileInput):
    """A place for several files."""

    allow_multiple_selected = True


class Files(forms.FileField):
    """Several files, looked at one by one by the form or its action."""

    widget = ManyFiles

    def clean(self, data: Any, initial: Any = None) -> Any:
        """Return the files that came; none is no fault."""
        return list(data or [])
