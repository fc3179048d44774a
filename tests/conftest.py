"""Settings of the test run."""

from __future__ import annotations

import os

from hypothesis import settings

# A build must not fail on one day and pass on the next; developers' runs go on searching.
settings.register_profile("ci", derandomize=True)
if os.environ.get("CI"):
    settings.load_profile("ci")
