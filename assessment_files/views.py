"""The assessments that a list shows, as a file."""

from __future__ import annotations

from django.http import HttpResponseBase
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.access_log import log_export
from accounts.requests import SignedIn, only_for
from assessment_files.exports import assessments_table
from assessments.views.lists import filters_of
from files.exports import requested_format, table_response


@only_for(lambda user: user.is_staff)
@require_safe
def assessment_export(request: SignedIn) -> HttpResponseBase:
    """Exactly the assessments that the list shows under the same filters, an answer a row."""
    file_format = requested_format(request)
    shown = filters_of(request).qs
    log_export(request, shown.values_list("factory_id", flat=True), now=timezone.now())
    return table_response(assessments_table(shown), file_format=file_format)
