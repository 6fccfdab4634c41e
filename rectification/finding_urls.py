"""Addresses of findings (DESIGN §5): lists under the hospital, records under their own uid."""

from django.urls import path

from rectification.views import decisions, findings, on_the_spot, plan, prints, proof, registering

urlpatterns = [
    path("h/<slug:code>/findings/new/", registering.create, name="finding-new"),
    path("h/<slug:code>/findings/on-the-spot/", registering.with_the_switch_on, name="finding-on-the-spot"),
    path("h/<slug:code>/findings/accept/", on_the_spot.accept_many, name="findings-accept"),
    path("findings/<uuid:uid>/", findings.detail, name="finding"),
    path("findings/<uuid:uid>/edit/", findings.edit, name="finding-edit"),
    path("findings/<uuid:uid>/do/<slug:name>/", decisions.move, name="finding-move"),
    path("findings/<uuid:uid>/paper/<slug:name>/", decisions.move_on_paper, name="finding-paper"),
    path("findings/<uuid:uid>/also-count/", decisions.also_count, name="finding-also-count"),
    path("findings/<uuid:uid>/merge/", decisions.merge, name="finding-merge"),
    path("findings/<uuid:uid>/causes/add/", plan.add_cause, name="cause-add"),
    path("findings/<uuid:uid>/causes/<uuid:cause>/", plan.edit_cause, name="cause-edit"),
    path("findings/<uuid:uid>/causes/<uuid:cause>/void/", plan.void_cause, name="cause-void"),
    path("findings/<uuid:uid>/measures/add/", plan.add_measure, name="measure-add"),
    path("findings/<uuid:uid>/measures/<uuid:measure>/", plan.edit_measure, name="measure-edit"),
    path("findings/<uuid:uid>/measures/<uuid:measure>/void/", plan.void_measure, name="measure-void"),
    path("findings/<uuid:uid>/evidence/add/", proof.add, name="evidence-add"),
    path("findings/<uuid:uid>/evidence/<uuid:item>/file/", proof.download, name="evidence-file"),
    path(
        "findings/<uuid:uid>/evidence/<uuid:item>/preview/<int:page>/", proof.preview, name="evidence-preview"
    ),
    path("findings/<uuid:uid>/evidence/<uuid:item>/", proof.look, name="evidence"),
    path("findings/<uuid:uid>/evidence/<uuid:item>/thumbnail/", proof.thumbnail, name="evidence-thumbnail"),
    path("findings/<uuid:uid>/evidence/<uuid:item>/replace/", proof.replace, name="evidence-replace"),
    path("findings/<uuid:uid>/evidence/<uuid:item>/void/", proof.void, name="evidence-void"),
    path("findings/<uuid:uid>/on-site/", proof.see_on_site, name="evidence-on-site"),
    path("findings/<uuid:uid>/notes/add/", proof.note, name="note-add"),
    path("findings/<uuid:uid>/extensions/ask/", decisions.ask_extension, name="extension-ask"),
    path(
        "findings/<uuid:uid>/extensions/<uuid:extension>/decide/",
        decisions.decide_extension,
        name="extension-decide",
    ),
    path("findings/<uuid:uid>/print/notice/", prints.notice, name="finding-notice"),
    path("findings/<uuid:uid>/print/feedback/", prints.feedback, name="finding-feedback"),
]
