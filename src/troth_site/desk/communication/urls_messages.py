"""Addresses of the pages of messages."""

from django.urls import URLPattern, path, re_path

from troth_site.desk.communication import changes, decisions, glossary, messages, threads, translations

urlpatterns: list[URLPattern] = [
    path("messages/", messages.inbox, name="messages"),
    path("partners/<int:pk>/messages/", messages.of_partner, name="partner-messages"),
    path("partners/<int:pk>/messages/new/", messages.new_thread, name="new-thread"),
    path("threads/<int:pk>/", threads.thread, name="thread"),
    path("threads/<int:pk>/write/", threads.write, name="write-message"),
    path("threads/<int:pk>/close/", threads.close, name="close-thread"),
    path("threads/<int:pk>/decisions/", decisions.propose, name="propose-decision"),
    re_path(
        r"^messages/(?P<pk>[0-9]{1,18})/(?P<event>understood|verify|withdraw)/$", threads.mark, name="mark-message"
    ),
    path("messages/<int:pk>/translate/", translations.translate, name="translate-message"),
    path("messages/<int:pk>/confirm/", translations.confirm, name="confirm-translation"),
    path("messages/<int:pk>/machine/", translations.machine, name="machine-translation"),
    path("decisions/<int:pk>/", decisions.decision, name="decision"),
    path("decisions/<int:pk>/step/", decisions.step, name="decision-step"),
    path("partners/<int:pk>/glossary/", glossary.of_partner, name="glossary"),
    path("terms/<int:pk>/", glossary.term, name="term"),
    path("terms/<int:pk>/remove/", glossary.remove, name="remove-term"),
    path("partners/<int:pk>/changes/", changes.of_partner, name="changes"),
    path("changes/<int:pk>/", changes.change, name="change"),
    re_path(r"^changes/(?P<pk>[0-9]{1,18})/(?P<event>[a-z-]{1,20})/$", changes.answer, name="answer-change"),
]
