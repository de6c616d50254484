"""The conversations of the demonstration, written, translated and decided through the actions."""

from datetime import UTC, date, datetime, time, timedelta

from troth_site import access
from troth_site.access import Actor
from troth_site.actions.communication import changes, changes_answering, decisions, glossary, messages, translations
from troth_site.actions.communication.changes import Wish
from troth_site.actions.communication.messages import About, Said
from troth_site.actions.demo.founding import Place
from troth_site.actions.demo.messages_said import GLOSSARY, INGRID, LIMIN, TALKS, XIAOWEN, Talk, Words
from troth_site.models import Message, Person


def converse(places: dict[str, Place], *, today: date) -> None:
    """Write every thread of the demonstration, the earliest message first, so that the record grows as it would.

    Args:
        places: The relationships by the story they tell.
        today: The day on which the stories end.
    """
    people = _people()
    for meaning in GLOSSARY:
        glossary.write(
            by=people[INGRID], relationship=places[meaning.tells].relationship, term=meaning.term,
            words=dict(meaning.words), meaning=meaning.meaning,
        )  # fmt: skip
    told = [(words, talk) for talk in TALKS for words in talk.words]
    threads: dict[str, list[Message]] = {}
    for words, talk in sorted(told, key=lambda each: (-each[0].days, each[0].hour)):
        _write(people, places[talk.tells].relationship, talk, words, threads, today)
    for talk in TALKS:
        _decide(people, talk, threads[talk.subject], today)
    _change(people, places, today)


def _people() -> dict[str, Actor]:
    emails = {words.email for talk in TALKS for words in talk.words}
    return {person.email: access.actor(person) for person in Person.objects.filter(email__in=emails).order_by("pk")}


def _moment(today: date, days: int, hour: int) -> datetime:
    return datetime.combine(today - timedelta(days=days), time(hour, 10), tzinfo=UTC)


def _write(
    people: dict[str, Actor],
    relationship: int,
    talk: Talk,
    words: Words,
    threads: dict[str, list[Message]],
    today: date,
) -> None:
    by = people[words.email]
    said = Said(text=words.text, language=words.language, at=_moment(today, words.days, words.hour))
    if talk.subject in threads:
        message = messages.say(by=by, thread=threads[talk.subject][0].thread_id, said=said)
    else:
        about = About(subject=talk.subject, topic=talk.topic)
        message = messages.begin(by=by, relationship=relationship, about=about, said=said)
    threads.setdefault(talk.subject, []).append(message)
    if words.translated is None:
        return
    language, text = words.translated
    other = next(each.email for each in talk.words if each.email != words.email)
    translations.translate(by=people[other], message=message.pk, language=language, text=text)
    if words.confirmed:
        translations.confirm(by=by, message=message.pk, language=language)


def _decide(people: dict[str, Actor], talk: Talk, said: list[Message], today: date) -> None:
    writer = talk.words[talk.decided_in].email
    other = next(each.email for each in talk.words if each.email != writer)
    at = _moment(today, talk.words[-1].days, 18)
    for text, is_confirmed in talk.decided:
        made = decisions.propose(
            by=people[writer], thread=said[0].thread_id, text=text, message=said[talk.decided_in].pk, at=at
        )
        if is_confirmed:
            decisions.step(by=people[other], decision=made, event="confirm", version=1, at=at + timedelta(hours=10))


def _change(people: dict[str, Actor], places: dict[str, Place], today: date) -> None:
    """Ask for changes: one answered with another way, and two that contradict each other."""
    hooks, bags = places["recovering"].relationship, places["buyer_caused"].relationship
    process = changes.ask(
        by=people[INGRID], relationship=hooks,
        wish=Wish(
            thing="Coat rack, five hooks", attribute="pre-treatment", value="Zinc phosphate bath",
            why="The coating must not come off where the rack is screwed to the wall.", is_process=True,
            limit="cross-cut class 1 or better", at=_moment(today, 13, 9),
        ),
    )  # fmt: skip
    changes_answering.offer(
        by=people[LIMIN], change=process,
        alternative="无磷硅烷前处理，附着力达到1级，且不产生含磷废水。", at=_moment(today, 12, 8),
    )  # fmt: skip
    for by, value, why, days in (
        (INGRID, "Pantone 19-4052", "The spring campaign is photographed in this blue.", 7),
        (XIAOWEN, "Pantone 19-4056", "面料厂有现货，可以省12天。", 6),
    ):
        wish = Wish(
            thing="Roll-top backpack 24 l", attribute="colour", value=value, why=why, at=_moment(today, days, 8)
        )
        changes.ask(by=people[by], relationship=bags, wish=wish)
