"""Addresses of corrective action, the catalogue of defects, problems told of, and ideas."""

from django.urls import URLPattern, path

from troth_site.desk.quality import corrective, corrective_list, corrective_report, defects, disclosures, ideas

urlpatterns: list[URLPattern] = [
    path("partners/<int:pk>/quality/corrective/", corrective_list.actions, name="quality-corrective"),
    path("corrective/<int:pk>/", corrective.action, name="corrective"),
    path("corrective/<int:pk>/steps/", corrective.add_step, name="corrective-add-step"),
    path("corrective/<int:pk>/steps/<int:step>/", corrective.step, name="corrective-step"),
    path("corrective/<int:pk>/cause/", corrective.say_cause, name="corrective-cause"),
    path("corrective/<int:pk>/owner/", corrective.own, name="corrective-own"),
    path("corrective/<int:pk>/close/", corrective.close, name="corrective-close"),
    path("corrective/<int:pk>/drop/", corrective.drop, name="corrective-drop"),
    path("corrective/<int:pk>/8d.pdf", corrective_report.report, name="corrective-8d"),
    path("promises/<int:pk>/corrective/", corrective.of_promise, name="corrective-of-promise"),
    path("partners/<int:pk>/quality/defects/", defects.catalogue, name="quality-defects"),
    path("partners/<int:pk>/quality/defects/file/", defects.bring_in, name="import-defects"),
    path("partners/<int:pk>/quality/defects/<int:defect>/", defects.retire, name="retire-defect"),
    path("partners/<int:pk>/quality/disclosures/", disclosures.disclosures, name="quality-disclosures"),
    path("disclosures/<int:pk>/", disclosures.disclosure, name="disclosure"),
    path("promises/<int:pk>/disclosure/", disclosures.of_promise, name="disclosure-of-promise"),
    path("partners/<int:pk>/quality/ideas/", ideas.ideas, name="quality-ideas"),
    path("partners/<int:pk>/quality/alternatives/", ideas.propose_alternative, name="propose-alternative"),
    path("ideas/<int:pk>/", ideas.idea, name="idea"),
    path("ideas/<int:pk>/withdraw/", ideas.withdraw, name="withdraw-idea"),
    path("promises/<int:pk>/idea/", ideas.of_promise, name="idea-of-promise"),
    path("alternatives/<int:pk>/", ideas.alternative, name="alternative"),
]
