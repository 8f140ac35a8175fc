"""Settings of a worker that a test starts and kills: the tests' own, with mail in a folder and quick redelivery."""

from __future__ import annotations

import os

from portal.settings import *  # noqa: F403
from portal.settings import CELERY_BROKER_TRANSPORT_OPTIONS

EMAIL_BACKEND = "tests.portal.slow_mail.SlowBackend"
EMAIL_FILE_PATH = os.environ["TEST_MAIL_FOLDER"]
CELERY_BROKER_TRANSPORT_OPTIONS = {**CELERY_BROKER_TRANSPORT_OPTIONS, "unacked_restore_interval": 1}
