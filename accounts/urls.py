"""Signing in and out, passwords: allauth's views at our addresses, and only those that the programme uses."""

from __future__ import annotations

from allauth.account import views as allauth
from allauth.mfa.base import views as factor
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as passkeys
from django.urls import path, re_path
from django.views.generic import RedirectView

from accounts import views
from accounts.sign_in.views import second_factor, sessions, single_sign_on, tokens

urlpatterns = [
    path("sign-in/", allauth.login, name="account_login"),
    path("sign-out/", allauth.logout, name="account_logout"),
    path("password/change/", allauth.password_change, name="account_change_password"),
    path("password/set/", allauth.password_set, name="account_set_password"),
    path("password/reset/", allauth.password_reset, name="account_reset_password"),
    path("password/reset/sent/", allauth.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        allauth.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path(
        "password/reset/done/",
        allauth.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    path("sign-in/inactive/", allauth.account_inactive, name="account_inactive"),
    path("reauthenticate/", allauth.reauthenticate, name="account_reauthenticate"),
    path("reauthenticate/code/", factor.reauthenticate, name="mfa_reauthenticate"),
    path("reauthenticate/passkey/", passkeys.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    path("sign-in/second-factor/", factor.authenticate, name="mfa_authenticate"),
    path("sign-in/passkey/", passkeys.login_webauthn, name="mfa_login_webauthn"),
    path("sign-in/organisation/", single_sign_on.start, name="sign_on_start"),
    path("sign-in/organisation/cancelled/", single_sign_on.cancelled, name="socialaccount_login_cancelled"),
    path("sign-in/organisation/<slug:provider_id>/", single_sign_on.callback, name="openid_connect_callback"),
    path("account/", views.profile, name="profile"),
    path("account/second-factor/", factor.index, name="mfa_index"),
    path("account/second-factor/app/", totp.activate_totp, name="mfa_activate_totp"),
    path("account/second-factor/app/remove/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("account/second-factor/codes/", codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path(
        "account/second-factor/codes/new/", codes.generate_recovery_codes, name="mfa_generate_recovery_codes"
    ),
    path(
        "account/second-factor/codes/file/", codes.download_recovery_codes, name="mfa_download_recovery_codes"
    ),
    # the passkeys stand on the page of all second factors
    path(
        "account/second-factor/passkeys/",
        RedirectView.as_view(pattern_name="mfa_index"),
        name="mfa_list_webauthn",
    ),
    path("account/second-factor/passkeys/add/", passkeys.add_webauthn, name="mfa_add_webauthn"),
    path("account/second-factor/passkeys/<int:pk>/", passkeys.edit_webauthn, name="mfa_edit_webauthn"),
    path(
        "account/second-factor/passkeys/<int:pk>/remove/",
        passkeys.remove_webauthn,
        name="mfa_remove_webauthn",
    ),
    path("account/sessions/", sessions.sessions, name="account_sessions"),
    path("account/sessions/end/", sessions.end_others, name="account_end_sessions"),
    path("account/sessions/<int:session_id>/end/", sessions.end_one, name="account_end_session"),
    path("account/tokens/", tokens.tokens, name="account_tokens"),
    path("account/tokens/new/", tokens.new_token, name="account_new_token"),
    path("account/tokens/<uuid:token_uid>/revoke/", tokens.revoke, name="account_revoke_token"),
    path("people/<int:user_id>/second-factor/", second_factor.reset, name="account_reset_second_factor"),
    path("sign-on/", single_sign_on.organisations, name="sign_ons"),
    path("sign-on/new/", single_sign_on.new_organisation, name="new_sign_on"),
    path("sign-on/<slug:slug>/", single_sign_on.organisation, name="sign_on"),
]
