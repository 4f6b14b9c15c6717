"""`ETag` and `If-Match` of the API (RFC 9110): nobody changes what they have not seen.

A tag is a digest of what its reader is shown, so that what is hidden from a reader moves no tag of theirs. `If-Match`
is checked inside the transaction of the command that changes the object, after the object is locked.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from hashlib import sha256
from http import HTTPStatus
from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponseBase
from django.http.response import HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from rest_framework.exceptions import APIException
from rest_framework.response import Response
from rest_framework.utils.encoders import JSONEncoder

from accounts.sign_in.tokens.idempotency import IdempotentPosts
from journal.commands import checked_first
from journal.refusals import Refused

Handler = Callable[[HttpRequest], HttpResponseBase]
CODING, ANY, HEADER = "-gzip", "*", "If-Match"
TAG = re.compile(r'(?P<weak>W/)?(?P<tag>"[\x21\x23-\x7e\x80-\xff]*")[ \t]*(?:,[ \t]*|$)')


class ChangedSince(APIException):
    """The object is not as the caller saw it. `current` is what it is now, `tag` its tag; None and "": it is gone."""

    status_code = HTTPStatus.PRECONDITION_FAILED
    default_code = "changed_since"

    def __init__(self, current: Any, tag: str) -> None:
        super().__init__(
            _("This changed since you read it. `current` is how it stands; compare and send again.")
        )
        self.current, self.tag = current, tag


class ChangedAtOnce(Refused):
    """Another call changed the object between the reading and the writing of this one."""


class MatchRequired(APIException):
    """A change that replaces values came without the tag of what it replaces."""

    status_code = HTTPStatus.PRECONDITION_REQUIRED
    default_code = "if_match_required"


def entity_tag(data: Any) -> str:
    """The strong tag of an object as one reader is shown it."""
    text = json.dumps(data, cls=JSONEncoder, sort_keys=True, ensure_ascii=False)
    return f'"{sha256(text.encode(errors="surrogatepass")).hexdigest()[:32]}"'


def with_coding(tag: str) -> str:
    """The tag of the same object compressed: other bytes, another strong tag."""
    return f'{tag[:-1]}{CODING}"'


def sent_tags(header: str) -> list[tuple[bool, str]] | None:
    """A list of tags, each with whether it is weak, however it was compressed on the way; None for what is no list."""
    rest, found = header.strip(" \t,"), []
    while rest:
        part = TAG.match(rest)
        if part is None:
            return None
        found.append((part["weak"] is not None, part["tag"].replace(f'{CODING}"', '"')))
        rest = rest[part.end() :].lstrip(" \t,")
    return found


def matches(header: str, tag: str) -> bool:
    """Whether `If-Match` names this tag: alone as `*`, or by the strong comparison, which no weak tag passes."""
    return header.strip() == ANY or (False, tag) in (sent_tags(header) or ())


def matches_weakly(header: str, tag: str) -> bool:
    """Whether `If-None-Match` names this tag; a proxy that compresses may have made it weak."""
    return header.strip() == ANY or tag in [sent for _is_weak, sent in sent_tags(header) or ()]


class GuardedWrites(IdempotentPosts):
    """For views of the API that change objects; stands before their other bases.

    `match_required` names the actions that are refused without `If-Match` (428): those that replace values. Acts that
    a state allows once, or that add something, take it where it is sent.
    """

    match_required: ClassVar[frozenset[str]] = frozenset({"partial_update"})
    guards_writes = True

    def hold(self, found: Any) -> Any:
        """The object as it stands, locked; None when it is gone. Called inside the command's transaction."""
        raise NotImplementedError

    @classmethod
    def match_of(cls, action: str) -> bool | None:
        """Whether an action on one object needs `If-Match`; None where there is no object yet."""
        return None if action == "create" else action in cls.match_required

    def shown(self, found: Any) -> Any:
        """The object as its address shows it to the caller."""
        view: Any = self
        return view.get_serializer(found).data

    def answered(self, found: Any, status: HTTPStatus = HTTPStatus.OK) -> Response:
        """The object with its tag, as a GET gives it."""
        data = self.shown(found)
        return Response(data, status=status, headers={"ETag": entity_tag(data)})

    @contextmanager
    def guarded(self, found: Any, *, always: bool = False) -> Iterator[None]:
        """Commands within it run only while the object is as `If-Match` says.

        With `always` also without the header: only while it is as it was found here.

        Raises:
            MatchRequired, ChangedSince; ChangedAtOnce without the header.
        """
        request: Any = self.request
        header = request.headers.get(HEADER)
        if header is None and getattr(self, "action", "") in self.match_required:
            raise MatchRequired(_("Send `If-Match` with the `ETag` of what you change."))
        if header is None and not always:
            yield
            return
        expected = entity_tag(self.shown(found)) if header is None else header

        def check() -> None:
            current = self.hold(found)
            data = None if current is None else self.shown(current)
            tag = "" if current is None else entity_tag(data)
            if current is not None and matches(expected, tag):
                return
            if header is None:
                raise ChangedAtOnce(_("This changed at the same moment. Read it again."))
            raise ChangedSince(data, tag)

        with checked_first(check):
            yield


class EntityTags:
    """Gives single objects of the API their tag, and 304 to whoever has them already."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """The answer; `response.entity_tag` is the tag for whoever compresses it."""
        response = self.get_response(request)
        if not isinstance(response, Response):
            return response
        view: Any = response.renderer_context.get("view") if hasattr(response, "renderer_context") else None
        is_read = request.method in {"GET", "HEAD"} and getattr(view, "action", "") == "retrieve"
        if is_read and response.status_code == HTTPStatus.OK:
            response.headers["ETag"] = entity_tag(response.data)
        tag = response.headers.get("ETag", "")
        if not tag:
            return response
        response.entity_tag = tag  # type: ignore[attr-defined]  # read by `ui.compression`
        if not is_read:
            return response
        sent = request.META.get("HTTP_IF_NONE_MATCH", "")
        if sent and matches_weakly(sent, tag):
            request.META["HTTP_IF_NONE_MATCH"] = tag
            found: HttpResponse | None = get_conditional_response(request, etag=tag, response=response)
            return response if found is None else found
        return response
