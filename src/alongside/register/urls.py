"""Addresses of the public site. They are for good: what has been published stays where it is."""

from django.urls import path, re_path

from alongside.register.views import (
    about,
    bodies,
    building,
    changes,
    charts,
    consultations,
    coverage,
    data,
    feeds,
    forums,
    lists,
    official,
    plan_files,
    plan_versions,
    proposals,
    releases,
    search,
)
from alongside.register.views.answers import moved_to

app_name = "register"

urlpatterns = [
    path("", forums.home, name="home"),
    path("forums/", forums.forums, name="forum-list"),
    path("forums/page/<int:number>/", forums.forums, name="forum-list-page"),
    path("forums/<slug:slug>/", forums.forum, name="forum"),
    path("forums/<slug:slug>/history/", changes.forum_history, name="forum-history"),
    path("forums/<slug:slug>/charts/<slug:key>.svg", charts.forum_chart, name="forum-chart"),
    path("bodies/", bodies.bodies, name="body-list"),
    path("bodies/page/<int:number>/", bodies.bodies, name="body-list-page"),
    path("bodies/<slug:slug>/", bodies.body, name="body"),
    path("bodies/<slug:slug>/history/", changes.body_history, name="body-history"),
    path("bodies/<slug:slug>/plan/", bodies.plan, name="plan"),
    path("bodies/<slug:slug>/plan/<int:number>/", bodies.plan_version, name="plan-version"),
    path(
        "bodies/<slug:slug>/plan/differences/",
        plan_versions.choose,
        name="plan-differences-choose",
    ),
    path(
        "bodies/<slug:slug>/plan/differences/<int:before>/<int:after>/",
        plan_versions.differences,
        name="plan-differences",
    ),
    path("bodies/<slug:slug>/plan/<int:number>.json", bodies.plan_document, name="plan-document"),
    path(
        "bodies/<slug:slug>/plan/<int:number>.xml",
        plan_files.stratml_version,
        name="plan-stratml-version",
    ),
    path("bodies/<slug:slug>/plan.xml", plan_files.stratml_in_force, name="plan-stratml"),
    path(
        "bodies/<slug:slug>/plan/consultations/<slug:public_id>/",
        consultations.consultation,
        name="consultation",
    ),
    path(
        "bodies/<slug:slug>/plan/consultations/<slug:public_id>.json",
        consultations.document,
        name="consultation-document",
    ),
    path("consultations/", consultations.consultations, name="consultation-list"),
    path("changes/", changes.activity, name="changes"),
    path("coverage/", coverage.whole, name="coverage"),
    path("coverage/topics.svg", charts.coverage_chart, name="coverage-chart"),
    path("coverage/topics/<slug:code>/", coverage.of_topic, name="coverage-topic"),
    path("coverage/<slug:kind>/", coverage.of_kind, name="coverage-kind"),
    path("coverage/<slug:kind>/page/<int:number>/", coverage.of_kind, name="coverage-kind-page"),
    path("coverage/<slug:kind>/page-<int:number>/", moved_to("register:coverage-kind-page")),
    path("lists/", lists.lists, name="lists"),
    path("lists/page/<int:number>/", lists.lists, name="lists-page"),
    path("lists/criteria/", lists.criteria, name="lists-criteria"),
    path("lists/without/", lists.without_a_list, name="lists-without"),
    path("lists/without/page/<int:number>/", lists.without_a_list, name="lists-without-page"),
    path("before-you-build-a-forum/", building.before_you_build, name="duplicate-check"),
    path("before-you-build-a-forum/records/", building.checks, name="duplicate-check-list"),
    path(
        "before-you-build-a-forum/records/page/<int:number>/",
        building.checks,
        name="duplicate-check-list-page",
    ),
    path(
        "before-you-build-a-forum/<slug:public_id>/",
        building.check,
        name="duplicate-check-record",
    ),
    path("proposals/", proposals.proposals, name="proposal-list"),
    path("proposals/page/<int:number>/", proposals.proposals, name="proposal-list-page"),
    path("proposals/page-<int:number>/", moved_to("register:proposal-list-page")),
    path("proposals/<slug:public_id>/", proposals.proposal, name="proposal"),
    path("is-this-official/", official.official, name="official"),
    path("is-this-official.json", official.official_data, name="official-data"),
    path("accounts/<slug:public_id>/", official.account, name="account"),
    path("accounts/<slug:public_id>/badge.svg", official.badge, name="account-badge"),
    path("figures/", data.figures, name="figures"),
    path("data/", data.data, name="data"),
    path("data/releases/", releases.releases, name="release-list"),
    path("data/releases/feed.atom", feeds.releases, name="releases-feed"),
    re_path(r"^data/releases/(?P<version>[0-9.-]+)/$", releases.release, name="release"),
    re_path(
        r"^data/releases/(?P<version>[0-9.-]+)/(?P<name>[A-Za-z0-9.-]+)$",
        releases.release_file,
        name="release-file",
    ),
    re_path(r"^data/(?P<name>[a-z-]+)/$", data.data_set, name="data-set"),
    # Before the files, whose names are of the same form.
    re_path(
        r"^data/(?P<name>datapackage\.json|catalogue\.(?:ttl|jsonld)|(?:[a-z-]+\.)?csv-metadata\.json)$",
        data.description,
        name="data-description",
    ),
    re_path(
        r"^data/(?P<name>[a-z-]+)\.(?P<form>csv|json|jsonld)$", data.data_file, name="data-file"
    ),
    path("changes.atom", feeds.changes, name="changes-feed"),
    path("forums/<slug:slug>/changes.atom", feeds.forum, name="forum-feed"),
    path("bodies/<slug:slug>/changes.atom", feeds.body, name="body-feed"),
    re_path(
        r"^search/(?P<kind>forums|bodies|accounts)\.js$", search.search_entries, name="search-index"
    ),
    path("about/", about.about, name="about"),
    path("accessibility/", about.accessibility, name="accessibility"),
    path("privacy/", about.privacy, name="privacy"),
    path("robots.txt", about.robots, name="robots"),
    path("sitemap.xml", about.sitemap, name="sitemap"),
    path("sitemap-<slug:kind>-<int:number>.xml", about.sitemap_part, name="sitemap-part"),
    path(".well-known/security.txt", about.security, name="security"),
]
