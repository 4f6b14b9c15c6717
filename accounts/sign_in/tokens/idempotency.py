"""`Idempotency-Key` on POSTs of the API, by draft-ietf-httpapi-idempotency-key-header.

The same key with the same body from the same person at the same address is done once: its answer is given again. With
another body it is refused (422), and while the first is at work (409). What was not carried out (a failure of the
server, a refusal before the call was looked at) may be sent again with the same key. What the person may no longer read
is not given again (404).
"""

from __future__ import annotations

import json
from http import HTTPStatus
from typing import Any, cast
from uuid import UUID, uuid4

from django.core.exceptions import RequestDataTooBig
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from rest_framework.exceptions import APIException, NotFound, ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.sign_in.tokens.multipart import digest_of_parts, takes_parts
from accounts.sign_in.tokens.projections import (
    CallUnderWay,
    Claim,
    KeptAnswer,
    KeyReused,
    claim_call,
    keep_answer,
    release_call,
)

HEADER, REPLAYED, LONGEST_KEY = "Idempotency-Key", "Idempotency-Replayed", 255
LONGEST_REFUSAL = 16_000  # characters
"""A refusal may repeat what was sent. A longer one is not kept: nothing was done, and the same is refused anew."""
KEPT_HEADERS = ("Content-Type", "Cache-Control", "Location", "ETag", "Content-Language")
NOT_CARRIED_OUT = {
    HTTPStatus.UNAUTHORIZED,
    HTTPStatus.FORBIDDEN,
    HTTPStatus.METHOD_NOT_ALLOWED,
    HTTPStatus.PRECONDITION_FAILED,
    HTTPStatus.PRECONDITION_REQUIRED,
    HTTPStatus.TOO_MANY_REQUESTS,
}


class AtWork(APIException):
    """The first call with this key is not answered yet."""

    status_code = HTTPStatus.CONFLICT
    default_code = "idempotency_key_in_use"
    wait = 1


class UsedForSomethingElse(APIException):
    """The key came with another body."""

    status_code = HTTPStatus.UNPROCESSABLE_ENTITY
    default_code = "idempotency_key_reused"


class BodyTooLarge(APIException):
    """The body is longer than the server reads at once."""

    status_code = HTTPStatus.REQUEST_ENTITY_TOO_LARGE
    default_code = "too_large"


class _Replay(Exception):
    """The call was answered before."""

    def __init__(self, answer: KeptAnswer) -> None:
        super().__init__()
        self.answer = answer


class IdempotentPosts(APIView):
    """For views of the API that take POSTs; stands before their other bases."""

    names_row = "id"  # which field of an answer names the row that it is about
    _claim: Claim | None = None

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """After authentication, permissions and limits: the right to run the call, or its answer.

        Raises:
            ValidationError, AtWork, UsedForSomethingElse, BodyTooLarge.
            NotFound: what was answered is of a row that the caller reads no longer.
        """
        super().initial(request, *args, **kwargs)
        sent = request.headers.get(HEADER)
        if request.method != "POST" or sent is None or request.user.pk is None:
            return
        try:
            claimed = claim_call(
                request.user.pk, address=request.path, key=_key(sent), body=_body(request), now=timezone.now()
            )
        except CallUnderWay:
            raise AtWork(_("The first call with this key is not answered yet.")) from None
        except KeyReused:
            raise UsedForSomethingElse(_("This key came with something else before.")) from None
        if isinstance(claimed, KeptAnswer):
            self._check_still_read(claimed)
            raise _Replay(claimed)
        self._claim = claimed

    def new_id(self) -> UUID:
        """For what this call makes. A call with a key has one of its own, so that taken over it makes nothing twice."""
        return uuid4() if self._claim is None else self._claim.new_id

    def handle_exception(self, exc: Exception) -> Response:
        """The answer of before; whatever fails unforeseen leaves the key free."""
        if isinstance(exc, _Replay):
            return cast("Response", _again(exc.answer))  # DRF takes any answer of Django's
        try:
            return super().handle_exception(exc)
        except Exception:
            self._release()
            raise

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Any:
        """The answer, kept as it is sent."""
        made = super().finalize_response(request, response, *args, **kwargs)
        if self._claim is not None:
            carried_out = made.status_code < HTTPStatus.INTERNAL_SERVER_ERROR and (
                made.status_code not in NOT_CARRIED_OUT
            )
            if carried_out:
                made.add_post_render_callback(self._keep)
            else:
                self._release()
        return made

    def _check_still_read(self, answer: KeptAnswer) -> None:
        """Rights are those of now, for an answer of before too."""
        row_id = (
            json.loads(answer.body).get(self.names_row) if answer.status < HTTPStatus.BAD_REQUEST else None
        )
        if row_id is not None and not self.still_read(row_id):
            raise NotFound

    def still_read(self, row_id: object) -> bool:
        """Whether the caller may read the row that an answer was about, today."""
        view: Any = self
        found: bool = view.get_queryset().filter(pk=row_id).exists()
        return found

    def _keep(self, response: Response) -> None:
        if self._claim is None:
            return
        body = response.content.decode()
        if response.status_code >= HTTPStatus.BAD_REQUEST and len(body) > LONGEST_REFUSAL:
            self._release()
            return
        headers = {name: response.headers[name] for name in KEPT_HEADERS if name in response.headers}
        keep_answer(self._claim, KeptAnswer(response.status_code, headers, body))

    def _release(self) -> None:
        if self._claim is not None:
            release_call(self._claim)
            self._claim = None


def _key(sent: str) -> str:
    """The key, with or without the quotation marks of a structured field.

    Raises:
        ValidationError.
    """
    key = sent[1:-1] if len(sent) > 1 and sent[0] == sent[-1] == '"' else sent
    if not (0 < len(key) <= LONGEST_KEY and key.isascii() and key.isprintable()):
        raise ValidationError(
            {HEADER: [_("Send 1 to %(most)s printable ASCII characters.") % {"most": LONGEST_KEY}]}
        )
    return key


def _body(request: Request) -> bytes:
    if takes_parts(request):
        return digest_of_parts(request)
    plain = request._request  # noqa: SLF001  # DRF hides Django's
    try:
        return (plain.content_type or "").encode() + b"\n" + plain.body
    except RequestDataTooBig:
        raise BodyTooLarge(_("This is more than the server reads at once.")) from None


def _again(answer: KeptAnswer) -> Any:
    made = HttpResponse(answer.body, status=answer.status)
    for name, value in answer.headers.items():
        made.headers[name] = value
    made.headers[REPLAYED] = "true"
    return made
