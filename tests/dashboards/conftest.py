from __future__ import annotations

from tests.core.api.conftest import ask  # noqa: F401  the fixture of the API's own tests
from tests.support.valkey import valkey, valkey_server  # noqa: F401
