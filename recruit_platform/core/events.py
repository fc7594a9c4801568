"""Everything the log can say about what core does, loaded at start."""

from recruit_platform.core.api import events as api  # noqa: F401
from recruit_platform.core.files import events as files  # noqa: F401
from recruit_platform.core.jobs import events as jobs  # noqa: F401
from recruit_platform.core.log import events as log  # noqa: F401
from recruit_platform.core.organisations import events as organisations  # noqa: F401
from recruit_platform.core.outbox import events as outbox  # noqa: F401
