"""Notes: of a partner, of one line or promise, each marked with who reads it."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from troth_site.access import Actor, NotAllowed, NotThere
from troth_site.actions import notes as acts
from troth_site.desk import words
from troth_site.desk.door import signed_in, take_ticket
from troth_site.desk.forms import DeskForm, NoteForm, NoteTextForm
from troth_site.desk.frame import address
from troth_site.queries import commitments as promises
from troth_site.queries import notes as rows
from troth_site.queries.partners import Partnership, may, partnership

REFUSALS = (acts.NoteRefused,)


@signed_in
def of_partner(request: HttpRequest, by: Actor, pk: int) -> HttpResponse:
    """Show the notes about a partner, or about one line or promise of theirs, and write another."""
    posted = request.method == "POST"
    found = partnership(by, pk, "answer" if posted else "see")
    about = _about(request, by, found)
    form = NoteForm(request.POST) if posted else NoteForm(initial={"about": about.pk if about else None})

    def doing() -> None:
        given = form.cleaned_data
        acts.write(
            by=by, relationship=pk, text=given["text"], visibility=given["visibility"], commitment=given["about"]
        )

    if posted and form.act(request, doing, refusals=REFUSALS):
        messages.success(request, _("Noted, for: %(readers)s.") % {"readers": _word(form)})
        return redirect(reverse("notes", args=[pk]) + (f"?about={about.pk}" if about else ""))
    context = {
        "partner": found,
        "is_top": True,
        "about": about,
        "notes": [_card(request, row) for row in rows.notes(by, pk, commitment=about.pk if about else None)],
        "note_form": form if may(by, found, "answer") else None,
    }
    return render(request, "desk/notes/list.html", context, status=422 if posted else 200)


def _about(request: HttpRequest, by: Actor, found: Partnership) -> promises.Promise | None:
    """Return the line or promise the notes are about; one of another partner does not exist here."""
    asked = (request.POST if request.method == "POST" else request.GET).get("about", "")
    if not (asked.isdecimal() and len(asked) < 16):
        return None
    about = promises.promise(by, int(asked))
    if about.partnership.pk != found.pk:
        raise NotThere
    return about


def _word(form: NoteForm) -> str:
    return str(words.READERS[form.cleaned_data["visibility"]]["word"])


@signed_in
def note(request: HttpRequest, by: Actor, pk: int) -> HttpResponse:
    """Show one note with its earlier words; whoever wrote it changes them here."""
    found = rows.note(by, pk)
    posted = request.method == "POST"
    form = NoteTextForm(request.POST if posted else None, initial={"text": found.row.text})
    if posted and not found.row.is_mine:
        raise NotAllowed
    if posted and form.act(
        request, lambda: acts.edit(by=by, note=pk, text=form.cleaned_data["text"]), refusals=REFUSALS
    ):
        messages.success(request, _("Changed. The earlier words are kept below it."))
        return redirect("note", pk)
    context = {
        "partner": found.partnership,
        "is_top": True,
        "note": _card(request, found.row),
        "form": form if found.row.is_mine else None,
        "delete_form": DeskForm(),
    }
    return render(request, "desk/notes/note.html", context, status=422 if posted else 200)


@require_POST
@signed_in
def delete(request: HttpRequest, by: Actor, pk: int) -> HttpResponse:
    """Delete a note one wrote."""
    if not take_ticket(request):
        # Sent twice: it is gone already.
        return redirect("partners")
    found = rows.note(by, pk)
    acts.delete(by=by, note=pk)
    messages.success(request, _("The note and its earlier words are deleted."))
    return redirect("notes", found.partnership.pk)


def _card(request: HttpRequest, row: rows.NoteRow) -> dict[str, Any]:
    about_url = "" if row.commitment is None else address(request, "line" if row.about_line else "promise",
                                                          row.commitment)  # fmt: skip
    return {"row": row, "reader": words.READERS[row.visibility], "about_url": about_url}
