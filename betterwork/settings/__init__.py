"""The settings, by subject; every choice of a deployment comes from the environment (docs/operating.md lists them)."""

from __future__ import annotations

from betterwork.settings.api import *
from betterwork.settings.apps import *
from betterwork.settings.databases import *
from betterwork.settings.environment import *
from betterwork.settings.languages import *
from betterwork.settings.mail_and_logs import *
from betterwork.settings.page_rules import *
from betterwork.settings.seals import *
from betterwork.settings.security import *
from betterwork.settings.signing_in import *
from betterwork.settings.storage import *
from betterwork.settings.tables import *
from betterwork.settings.worker import *
