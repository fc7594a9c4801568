from __future__ import annotations

from tests.core.api.conftest import ask  # noqa: F401  the fixture of the API's own tests
