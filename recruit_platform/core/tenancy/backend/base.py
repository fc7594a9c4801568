"""PostgreSQL backend that tells each transaction which organisation it belongs to.

Before a statement, the organisation of the context is compared with the one last sent in this transaction; only on a
difference a ``set_config('app.token', …, true)`` goes first, on a cursor of its own. It is lazy on purpose: it holds when the
organisation is chosen after the transaction opened, when scopes nest or follow each other, and after a savepoint's
rollback, which undoes ``set_config``.
"""

from __future__ import annotations

from typing import Any

from django.db import IntegrityError, OperationalError
from django.db.backends.postgresql import base as postgresql
from django.db.backends.utils import CursorDebugWrapper, CursorWrapper
from django.db.utils import DatabaseErrorWrapper
from django.utils.functional import cached_property

from recruit_platform.core.tenancy import context, token
from recruit_platform.core.tenancy.integrity import BrokenAtCommit

from .schema import SchemaEditor

_UNKNOWN = object()


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


class _Applying:
    """Mixed into both of Django's cursor wrappers: applies the organisation before anything that reaches the server."""

    db: DatabaseWrapper
    cursor: Any

    def execute(self, sql: Any, params: Any = None) -> Any:
        self.db.apply_organisation()
        return super().execute(sql, params)  # type: ignore[misc]

    def executemany(self, sql: Any, param_list: Any) -> Any:
        self.db.apply_organisation()
        return super().executemany(sql, param_list)  # type: ignore[misc]

    def callproc(self, procname: Any, params: Any = None, kparams: Any = None) -> Any:
        self.db.apply_organisation()
        return super().callproc(procname, params, kparams)  # type: ignore[misc]

    def copy_expert(self, sql: Any, file: Any, size: int = 65536) -> Any:
        self.db.apply_organisation()
        return self.cursor.copy_expert(sql, file, size)

    def copy_from(self, *args: Any, **kwargs: Any) -> Any:
        self.db.apply_organisation()
        return self.cursor.copy_from(*args, **kwargs)

    def copy_to(self, *args: Any, **kwargs: Any) -> Any:
        self.db.apply_organisation()
        return self.cursor.copy_to(*args, **kwargs)


class OrganisationCursor(_Applying, CursorWrapper):
    pass


class OrganisationDebugCursor(_Applying, CursorDebugWrapper):
    pass


class DatabaseWrapper(postgresql.DatabaseWrapper):
    SchemaEditorClass = SchemaEditor
    _applied: Any = None
    _connecting = False

    def apply_organisation(self) -> None:
        """Send the token of the active organisation if this transaction does not carry it yet."""
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
        value = "" if wanted is None else token.fresh(wanted)
        with self.wrap_database_errors, self.connection.cursor() as raw:
            raw.execute("SELECT set_config('app.token', %s, true)", [value])
        self._applied = wanted

    @cached_property
    def wrap_database_errors(self) -> _Errors:
        return _Errors(self)

    def make_cursor(self, cursor: Any) -> CursorWrapper:
        return OrganisationCursor(cursor, self)

    def make_debug_cursor(self, cursor: Any) -> CursorDebugWrapper:
        return OrganisationDebugCursor(cursor, self)

    def connect(self) -> None:
        self._applied = None
        self._connecting = True
        try:
            super().connect()
        finally:
            self._connecting = False

    def _set_autocommit(self, autocommit: bool) -> None:
        self._applied = None
        super()._set_autocommit(autocommit)  # type: ignore[misc]

    def _commit(self) -> None:
        self._applied = None
        try:
            super()._commit()  # type: ignore[misc]
        except IntegrityError as problem:
            raise BrokenAtCommit(*problem.args) from problem.__cause__

    def _rollback(self) -> None:
        self._applied = None
        super()._rollback()  # type: ignore[misc]

    def _savepoint_rollback(self, sid: str) -> None:
        # The transaction may be aborted here: nothing else may be sent before the rollback itself.
        with self.wrap_database_errors, self.connection.cursor() as raw:
            raw.execute(self.ops.savepoint_rollback_sql(sid))
        self._applied = _UNKNOWN
