"""Addresses of the desk. Every view has one."""

from django.urls import path, re_path

from troth_site.desk import commitments, frame, invitations, ledger, notes, orders, pulse, today
from troth_site.desk.partners import adding, page, portfolio
from troth_site.desk.trust import settling, why

urlpatterns = [
    path("", today.today, name="today"),
    path("partners/", portfolio.partners, name="partners"),
    path("partners/new/", adding.add, name="add-partner"),
    path("partners/<int:pk>/", page.partner, name="partner"),
    re_path(
        r"^partners/(?P<pk>[0-9]{1,18})/why/(?P<side>buyer|factory)/(?P<dimension>[a-z]{1,20})/$", why.why, name="why"
    ),
    path("partners/<int:pk>/verify/", ledger.verify, name="verify"),
    path("partners/<int:pk>/ledger.jsonl", ledger.copy, name="ledger-copy"),
    path("partners/<int:pk>/entries/<int:seq>/", ledger.entry, name="entry"),
    path("partners/<int:pk>/promise/", commitments.propose, name="propose"),
    path("partners/<int:pk>/notes/", notes.of_partner, name="notes"),
    path("partners/<int:pk>/pulse/", pulse.pulse, name="pulse"),
    path("partners/<int:pk>/invite/", invitations.of_partner, name="invite"),
    path("people/<int:pk>/", invitations.of_house, name="members"),
    path("invitations/<int:pk>/again/", invitations.again, name="invite-again"),
    path("invitations/<int:pk>/revoke/", invitations.revoke, name="revoke-invitation"),
    path("notes/<int:pk>/", notes.note, name="note"),
    path("notes/<int:pk>/delete/", notes.delete, name="delete-note"),
    path("promises/<int:pk>/", commitments.promise, name="promise"),
    path("promises/<int:pk>/step/", commitments.step, name="step"),
    path("promises/<int:pk>/confirm/", ledger.confirm, name="confirm-entry"),
    path("promises/<int:pk>/contest/", ledger.contest, name="contest-entry"),
    path("promises/<int:pk>/contest/answer/", ledger.answer_contest, name="answer-contest"),
    path("lines/<int:pk>/", orders.line, name="line"),
    path("lines/<int:pk>/receipt/", orders.receive, name="receive"),
    path("lines/<int:pk>/move/", orders.move, name="move-promise"),
    path("lines/<int:pk>/delay/", orders.delay, name="record-delay"),
    path("lines/<int:pk>/delay/<int:delay>/accept/", orders.accept, name="accept-delay"),
    path("actions/<int:pk>/", settling.action, name="action"),
    path("actions/<int:pk>/done/", settling.complete, name="complete-action"),
    path("actions/<int:pk>/owner/", settling.own, {"what": "action"}, name="own-action"),
    path("flags/<int:pk>/", settling.flag, name="flag"),
    path("flags/<int:pk>/seen/", settling.acknowledge, name="acknowledge-flag"),
    path("flags/<int:pk>/answer/", settling.answer, name="answer-flag"),
    path("flags/<int:pk>/owner/", settling.own, {"what": "flag"}, name="own-flag"),
    path("language/", frame.language, name="language"),
    path("theme/", frame.theme, name="theme"),
]
