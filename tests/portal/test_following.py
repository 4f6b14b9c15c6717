"""A real worker carries what happened to every window; what takes away does not wait for it."""

from __future__ import annotations

import pytest
from django.utils import timezone

from portal.models import Listing, SupplierProgress, SupplierReport
from recognition.commands import lifecycle
from tests import make
from tests.recognition.make import eligible_factory, recognition
from tests.waiting import eventually

pytestmark = pytest.mark.worker


def test_a_publication_reaches_the_windows_through_the_worker_and_a_withdrawal_without_it(start_worker):
    factory = eligible_factory()
    found = recognition(factory, "published")  # on its day; the worker judges as of the real one

    worker = start_worker()
    eventually(lambda: Listing.objects.filter(pk=found.pk).exists())
    eventually(lambda: SupplierProgress.objects.filter(pk=factory.pk).exists())
    eventually(lambda: SupplierReport.objects.filter(pk=factory.pk).exists())

    worker.kill()
    decider = make.user("global")
    lifecycle.withdraw_recognition(found.pk, reason="No longer so.", actor=decider, now=timezone.now())

    assert not Listing.objects.exists()
