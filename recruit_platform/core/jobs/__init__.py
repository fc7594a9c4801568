"""Long work as a row: it shows how far it is, can be stopped, survives a killed worker, and leaves its result behind.

    @jobs.kind("pool.import", title=_("Kandidaten importeren"))
    def import_candidates(job: jobs.JobHandle) -> jobs.Result:
        for number, part in enumerate(parts, start=1):
            with job.scope():
                ...
            job.progress(number, total=len(parts))
        return jobs.Result(facts={"added": 12})

Each app registers its kinds in ``long_jobs.py``, which core loads at start.
"""

from .kinds import JobKind, Produced, Result, kind
from .runner import Interrupted, JobHandle, JobRefused, Stopped
from .services import NotKnown, ask_to_stop, failed, newest, start, start_unless_waiting

__all__ = [
    "Interrupted",
    "JobHandle",
    "JobKind",
    "JobRefused",
    "NotKnown",
    "Produced",
    "Result",
    "Stopped",
    "ask_to_stop",
    "failed",
    "kind",
    "newest",
    "start",
    "start_unless_waiting",
]
