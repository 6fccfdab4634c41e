"""Log-in and one's own account, places, and the settings pages of a hospital (`admin_urls`)."""

from django.urls import include, path

from organizations.views import account, activation, email, log_in, lookups, places, search

urlpatterns = [
    path("", places.home, name="home"),
    path("login/", log_in.log_in, name="log-in"),
    path("login/code/", log_in.second_step, name="second-step"),
    path("logout/", log_in.log_out, name="log-out"),
    path("switch-user/", log_in.switch_user, name="switch-user"),
    path("activate/", activation.with_slip, name="activate-slip"),
    path("activate/<uuid:uid>/<str:token>/", activation.with_link, name="activate"),
    path("account/", account.mine, name="mine"),
    path("account/alive/", account.alive, name="keep-alive"),
    path("account/password/", account.password, name="password"),
    path("account/email/", email.change, name="email"),
    path("account/email/confirm/<str:signed>/", email.confirm, name="email-confirm"),
    path("account/resets/<uuid:uid>/end/", account.end_reset, name="my-reset-end"),
    path("account/second-factor/", account.second_factor_page, name="second-factor"),
    path("account/tokens/", account.tokens, name="tokens"),
    path("account/tokens/<str:key>/revoke/", account.revoke_token, name="revoke-token"),
    path("h/<slug:code>/people-lookup/", lookups.people, name="people-lookup"),
    path("r/<slug:code>/", places.region_home, name="region-home"),
    path("h/<slug:code>/search/", search.search, name="search"),
    path("", include("organizations.admin_urls")),
]
