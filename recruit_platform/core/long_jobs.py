"""The long jobs of core, registered at start."""

from recruit_platform.core.jobs import audit_export  # noqa: F401
