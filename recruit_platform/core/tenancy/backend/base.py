"""PostgreSQL backend that tells each transaction which organisation it belongs to.

Before a statement, the organisation of the context is compared with the one last sent in this transaction; only on a
difference a ``set_config('app.token', …, true)`` goes first. It is lazy on purpose: it holds when the organisation is chosen
after the transaction opened, when scopes nest or follow each other, and after a savepoint's rollback, which undoes
``set_config``.

What nobody waits for an answer to (the token, a savepoint, its release) travels ahead of the next statement in the same
message: a round trip each would cost more than most statements. Services nest ``atomic`` freely because of that.
"""

from __future__ import annotations

import re
from typing import Any

from django.db import IntegrityError, OperationalError
from django.db.backends.postgresql import base as postgresql
from django.db.backends.postgresql.operations import DatabaseOperations as PostgresqlOperations
from django.db.backends.utils import CursorDebugWrapper, CursorWrapper
from django.db.utils import DatabaseErrorWrapper
from django.utils.functional import cached_property
from psycopg2 import extensions

from recruit_platform.core.tenancy import context, token
from recruit_platform.core.tenancy.integrity import BrokenAtCommit

from .schema import SchemaEditor

_UNKNOWN = object()
# The statement is on a line of its own: the server's errors quote the line they are about, never the token.
_AHEAD_ENDS = "; /* ahead */\n"
_BROKEN = (extensions.TRANSACTION_STATUS_INERROR, extensions.TRANSACTION_STATUS_UNKNOWN)


class _Errors(DatabaseErrorWrapper):
    """The driver's plainest error is what it has for a server that died under a statement: that database is away.

    Whoever asks again finds out what was kept.
    """

    def __exit__(self, exc_type: Any, exc_value: Any, traceback: Any) -> None:
        wrapper: Any = self.wrapper  # type: ignore[attr-defined]
        if exc_type is wrapper.Database.DatabaseError:
            wrapper.errors_occurred = True
            raise OperationalError(*exc_value.args).with_traceback(traceback) from exc_value
        super().__exit__(exc_type, exc_value, traceback)


class DatabaseOperations(PostgresqlOperations):
    def last_executed_query(self, cursor: Any, sql: str, params: Any) -> str:
        """The statement itself: what travelled ahead of it is not the caller's, and the token is nobody's to read."""
        said = super().last_executed_query(cursor, sql, params)
        return said.rpartition(_AHEAD_ENDS)[2] if said else said


class _Applying:
    """Mixed into both of Django's cursor wrappers: applies the organisation before anything that reaches the server."""

    db: DatabaseWrapper
    cursor: Any

    def _execute(self, sql: Any, params: Any, *wrappers_context: Any) -> Any:
        """Send the statement with what waits to go ahead of it. Server-side cursors wrap their statement: those go alone.

        A statement that is no SQL at all is refused with all that went ahead of it. A savepoint in there does not exist then;
        rolling back to it fails, and Django gives up the whole transaction.
        """
        db = self.db
        if db.memory:
            db.forget_what_changes(sql)
        if not db.ahead:
            return super()._execute(sql, params, *wrappers_context)  # type: ignore[misc]
        if not isinstance(sql, str) or self.cursor.name is not None:
            db.send_ahead()
            return super()._execute(sql, params, *wrappers_context)  # type: ignore[misc]
        before = self.cursor.query
        try:
            return super()._execute("; ".join(db.ahead) + _AHEAD_ENDS + sql, params, *wrappers_context)  # type: ignore[misc]
        except BaseException:
            db._applied = _UNKNOWN
            raise
        finally:
            # The driver notes what it sends. What never left this process still waits.
            if self.cursor.query is not before:
                db.ahead.clear()

    def execute(self, sql: Any, params: Any = None) -> Any:
        self.db.apply_organisation()
        return super().execute(sql, params)  # type: ignore[misc]

    def executemany(self, sql: Any, param_list: Any) -> Any:
        self.db.apply_organisation(alone=True)
        return super().executemany(sql, param_list)  # type: ignore[misc]

    def callproc(self, procname: Any, params: Any = None, kparams: Any = None) -> Any:
        self.db.apply_organisation(alone=True)
        return super().callproc(procname, params, kparams)  # type: ignore[misc]

    def copy_expert(self, sql: Any, file: Any, size: int = 65536) -> Any:
        self.db.apply_organisation(alone=True)
        return self.cursor.copy_expert(sql, file, size)

    def copy_from(self, *args: Any, **kwargs: Any) -> Any:
        self.db.apply_organisation(alone=True)
        return self.cursor.copy_from(*args, **kwargs)

    def copy_to(self, *args: Any, **kwargs: Any) -> Any:
        self.db.apply_organisation(alone=True)
        return self.cursor.copy_to(*args, **kwargs)


class OrganisationCursor(_Applying, CursorWrapper):
    pass


class OrganisationDebugCursor(_Applying, CursorDebugWrapper):
    pass


class DatabaseWrapper(postgresql.DatabaseWrapper):
    SchemaEditorClass = SchemaEditor
    ops_class = DatabaseOperations
    _applied: Any = None
    _connecting = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.ahead: list[str] = []  # what goes ahead of the next statement, in order
        self.memory: dict[tuple[int, str, str], Any] = {}  # organisation, table, name: what tenancy.remembered read

    def apply_organisation(self, *, alone: bool = False) -> None:
        """Let the token of the active organisation go ahead if this transaction does not carry it yet.

        ``alone``: what comes next cannot travel with it, so all that waits is sent now.
        """
        self._apply()
        if alone:
            self.memory.clear()
        if alone and self.ahead and not self.needs_rollback:
            self.send_ahead()

    def _apply(self) -> None:
        if self._connecting:
            return  # Django asks for the numbers of types on a new connection, before the transaction that it is for
        wanted = context.current()
        if not self.in_atomic_block:
            if wanted is not None:
                raise context.OutsideTransaction(
                    "An organisation is active but no transaction is open: use tenancy.scope() or transaction.atomic()."
                )
            return
        if wanted == self._applied or self.needs_rollback:
            return
        value = "" if wanted is None else token.fresh(wanted)  # figures, letters and dots
        self.ahead.append(f"SELECT set_config('app.token', '{value}', true)")
        self._applied = wanted

    def forget_what_changes(self, sql: Any) -> None:
        """Forget what was read of a table that a statement names and may write to."""
        said = str(sql)
        if said.startswith("SELECT") and "FOR UPDATE" not in said:
            return
        for key in [key for key in self.memory if re.search(rf"\b{key[1]}\b", said)]:
            del self.memory[key]

    def send_ahead(self) -> None:
        """Send what waits by itself."""
        waiting = "; ".join(self.ahead)
        self.ahead.clear()
        with self.wrap_database_errors, self.connection.cursor() as raw:
            raw.execute(waiting)

    def _is_broken(self) -> bool:
        """Whether the server refuses every statement until a rollback, or is gone. Asks the driver, not the server."""
        link = self.connection
        return link is None or bool(link.closed) or link.get_transaction_status() in _BROKEN

    @cached_property
    def wrap_database_errors(self) -> _Errors:
        return _Errors(self)

    def make_cursor(self, cursor: Any) -> CursorWrapper:
        return OrganisationCursor(cursor, self)

    def make_debug_cursor(self, cursor: Any) -> CursorDebugWrapper:
        return OrganisationDebugCursor(cursor, self)

    def connect(self) -> None:
        self._begin_anew()
        self._connecting = True
        try:
            super().connect()
        finally:
            self._connecting = False

    def _begin_anew(self) -> None:
        self._applied = None
        self.ahead.clear()
        self.memory.clear()

    def _set_autocommit(self, autocommit: bool) -> None:
        self._begin_anew()
        super()._set_autocommit(autocommit)  # type: ignore[misc]

    def _commit(self) -> None:
        self._begin_anew()
        try:
            super()._commit()  # type: ignore[misc]
        except IntegrityError as problem:
            raise BrokenAtCommit(*problem.args) from problem.__cause__

    def _rollback(self) -> None:
        self._begin_anew()
        super()._rollback()  # type: ignore[misc]

    def _savepoint(self, sid: str) -> None:
        if self._is_broken():
            super()._savepoint(sid)  # type: ignore[misc]  # fails here, where it was asked for
        else:
            self.ahead.append(self.ops.savepoint_create_sql(sid))

    def _savepoint_commit(self, sid: str) -> None:
        created = self.ops.savepoint_create_sql(sid)
        if self._is_broken():
            super()._savepoint_commit(sid)  # type: ignore[misc]
        elif created in self.ahead:
            self.ahead.remove(created)  # nothing was sent since
        else:
            self.ahead.append(self.ops.savepoint_commit_sql(sid))

    def _savepoint_rollback(self, sid: str) -> None:
        self.memory.clear()
        if self.ops.savepoint_create_sql(sid) in self.ahead:
            return  # nothing was sent since
        self.ahead.clear()  # all of it came after the savepoint
        # The transaction may be aborted here: nothing else may be sent before the rollback itself.
        with self.wrap_database_errors, self.connection.cursor() as raw:
            raw.execute(self.ops.savepoint_rollback_sql(sid))
        self._applied = _UNKNOWN
