"""API tokens in the API's own description."""

from __future__ import annotations

from typing import Any

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.plumbing import build_bearer_security_scheme_object


class TokenScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]  # its registry carries no types
    """`Authorization: Token …`, by the name that it has had from the beginning."""

    target_class = "accounts.sign_in.tokens.authentication.ScopedToken"
    name = "tokenAuth"

    def get_security_definition(self, auto_schema: Any) -> Any:  # noqa: ARG002  # its signature
        """OpenAPI's words for it."""
        return build_bearer_security_scheme_object(header_name="Authorization", token_prefix="Token")  # noqa: S106
