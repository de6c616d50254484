"""People: first-run set-up, seats, and one-time sign-in links."""

import secrets
from datetime import timedelta

from django.conf import settings
from django.core import signing
from django.core.mail import send_mail
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from troth_site import access, queue
from troth_site.access import Actor
from troth_site.actions import audit
from troth_site.models import Membership, Organisation, Person, SignInLink
from troth_site.names import latin, search_text
from troth_site.queries.tokens import hash_of

LINK_HOURS = 24
MAILED_LINK_MINUTES = 30
SET_UP_SALT = "troth.set-up"
SET_UP_DAYS = 7
OPERATOR_EMAIL = "operator@localhost"


class AlreadySetUp(Exception):
    """The installation has its first organisation; further people come by invitation."""


class LinkRefused(Exception):
    """The link was used, revoked, has expired or never existed; the four are not told apart."""


def set_up(*, organisation: str, country: str, name: str, email: str, password: str | None) -> Person:
    """Create the first organisation, a buyer, and its manager, on an installation that has nobody but its operator.

    Raises:
        AlreadySetUp: Somebody else did it first.
    """
    with transaction.atomic():
        if Person.objects.select_for_update().filter(is_operator=False).exists():
            raise AlreadySetUp
        operator = local_operator()
        name_latin = latin(organisation)
        own = Organisation.objects.create(
            kind="buyer",
            name=organisation,
            name_latin=name_latin,
            search=search_text(organisation, name_latin),
            country=country,
        )
        person = Person.objects.create_user(email, password, name=name)
        Membership.objects.create(person=person, organisation=own, role="manager")
        Membership.objects.create(person=operator, organisation=own, role="operator")
        audit.record("installation.set_up", by=access.actor(person), organisation=own.pk)
    return person


def set_up_key() -> str:
    """Return what opens set-up on a site that others can reach; only who starts the site sees it."""
    return signing.dumps("set-up", salt=SET_UP_SALT)


def opens_set_up(key: str) -> bool:
    """Tell whether a key opens set-up."""
    try:
        return bool(signing.loads(key, salt=SET_UP_SALT, max_age=timedelta(days=SET_UP_DAYS)) == "set-up")
    except signing.BadSignature:
        return False


def local_operator() -> Person:
    """Return the person in whose name commands act, who has no password and sits in every organisation they founded."""
    found = Person.objects.filter(is_operator=True).order_by("pk").first()
    return found or Person.objects.create_user(OPERATOR_EMAIL, name=_("Local operator"), is_operator=True)


def introduce(*, by: Actor, name: str, email: str, name_latin: str = "", zone: str = "", language: str = "") -> Person:
    """Return the person with this address, making them known first; without a seat they see nothing.

    Raises:
        NotAllowed: Whoever acts looks after nobody's people.
    """
    if not by.as_operator and not by.organisations("people"):
        raise access.NotAllowed
    with transaction.atomic():
        known = Person.objects.filter(email__iexact=email.strip()).first()
        if known is not None:
            return known
        person = Person.objects.create_user(
            email.strip(), name=name, name_latin=name_latin or latin(name), zone=zone, language=language
        )
        audit.record("person.introduced", by=by, subject=f"person {person.pk}")
    return person


def take_seat(*, by: Actor, person: Person, organisation: int, role: str) -> None:
    """Give a person a role in an organisation; the local operator may seat anybody in what it founded."""
    if not by.as_operator:
        access.organisation(by, organisation, "people")
    with transaction.atomic():
        Membership.objects.update_or_create(
            person=person, organisation_id=organisation, defaults={"role": role, "active": True}
        )
        audit.record(
            "membership.given", by=by, organisation=organisation, subject=f"person {person.pk}", data={"role": role}
        )


def make_sign_in_link(person: Person, *, hours: float = LINK_HOURS) -> str:
    """Return the token of a new one-time link; only its hash is kept. Earlier unused links are revoked."""
    token = secrets.token_urlsafe(32)
    now = timezone.now()
    with transaction.atomic():
        SignInLink.objects.filter(person=person, used_at=None, revoked_at=None).update(revoked_at=now)
        SignInLink.objects.create(person=person, token_hash=hash_of(token), expires_at=now + timedelta(hours=hours))
        audit.record("sign_in_link.made", by=access.actor(person), subject=f"person {person.pk}")
    return token


def ask_for_sign_in_link(*, email: str) -> None:
    """Have a link mailed to whoever has this address; others are answered alike, so that nobody can ask who is here."""
    person = Person.objects.filter(email__iexact=email.strip(), is_active=True, is_operator=False).first()
    queue.enqueue("people.mail_sign_in_link", person=None if person is None else person.pk)


def send_sign_in_link(*, person: int) -> None:
    """Mail a new link to a person, in their language."""
    receiver = Person.objects.get(pk=person)
    token = make_sign_in_link(receiver, hours=MAILED_LINK_MINUTES / 60)
    with translation.override(receiver.language or settings.LANGUAGE_CODE):
        send_mail(
            _("Your sign-in link for Troth"),
            _("Open this page and press the button. The link works once, for %(minutes)d minutes.\n\n%(address)s\n")
            % {"minutes": MAILED_LINK_MINUTES, "address": f"{settings.TROTH_ORIGIN}/sign-in/{token}/"},
            None,
            [receiver.email],
        )


def use_sign_in_link(token: str) -> Person:
    """Spend a link and return whose it is.

    Raises:
        LinkRefused: It cannot be used (any more).
    """
    now = timezone.now()
    with transaction.atomic():
        spent = SignInLink.objects.filter(
            token_hash=hash_of(token), used_at=None, revoked_at=None, expires_at__gt=now, person__is_active=True
        ).update(used_at=now)
        if not spent:
            raise LinkRefused
        person = SignInLink.objects.select_related("person").get(token_hash=hash_of(token)).person
        audit.record("sign_in_link.used", by=access.actor(person), subject=f"person {person.pk}")
    return person


def prefer(*, by: Actor, language: str) -> None:
    """Remember the language a person reads."""
    with transaction.atomic():
        Person.objects.filter(pk=by.person).update(language=language)
        audit.record("person.preferred", by=by, subject=f"person {by.person}", data={"language": language})
