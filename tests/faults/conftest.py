"""A Valkey of the test's own."""

from tests.support.valkey import valkey, valkey_server  # noqa: F401
