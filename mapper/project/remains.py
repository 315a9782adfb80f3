"""What is left of a project in a damaged file: its rows, and the ids its indexes name."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, Final

import apsw

from mapper.measure import Shape
from mapper.model.errors import ProjectError
from mapper.model.schema import GEOMETRY, TABLES, Table
from mapper.project import boundary
from mapper.project.given import GIVEN
from mapper.project.mending import fits
from mapper.project.pages import Pages, Record, Walk

#: Tables whose rows are looked for, also where nothing leads to them any more.
RESCUED: Final = (*TABLES.values(), GIVEN)
#: Tables without row numbers, and how many columns they have.
_NOTES: Final = {"mapper_edited": 1, "mapper_own_sources": 2, "mapper_aliases": 2}
#: Leaves looked at to tell whether an index is of a table.
_SAMPLE: Final = 100
_IMPORT_TEXTS: Final = ("at", "file", "sha256", "feed")
_IMPORT_COUNTS: Final = ("rows", "accepted", "updated", "unchanged", "rejected", "ignored")
_IMPORT_LISTS: Final = ("front_days", "warnings")

#: What SQLite asks leave for while it makes a table.
_MAKING: Final = frozenset(
    {
        apsw.SQLITE_CREATE_TABLE,
        apsw.SQLITE_CREATE_INDEX,
        apsw.SQLITE_INSERT,
        apsw.SQLITE_UPDATE,
        apsw.SQLITE_READ,
        apsw.SQLITE_FUNCTION,
        apsw.SQLITE_REINDEX,
        apsw.SQLITE_SELECT,
    }
)


class Remains:
    """The rows of a project in a damaged file.

    Attributes
    ----------
    doubtful
        Whether some of the rows given may have been deleted before.
    read, total
        Leaves of the tables that were read, and all of them.
    """

    def __init__(self, pages: Pages) -> None:
        self._pages = pages
        self._roots: dict[str, int] = {}
        self._columns: dict[str, list[str]] = {}
        schema = Walk()
        for _, values in pages.table(1, schema):
            if not self._take_schema(values):
                schema.damaged += 1
        if not schema.whole:
            # Its leaves say by themselves what they are.
            for number in pages.lost_leaves(schema.pages):
                for _, values in pages.rows_of(number, Walk()):
                    self._take_schema(values)
        self._schema_whole = schema.whole
        self._trees = {"": schema}
        self._leaves: dict[str, list[int]] = {}
        for name, root in self._roots.items():
            # Of an index the first page says so: it is no table.
            walk = Walk()
            self._leaves[name] = list(pages.leaves(root, walk))
            self._trees[name] = walk
        known = set[int]().union(*(walk.pages for walk in self._trees.values()))
        self._lost = pages.lost_leaves(known)
        self._ids: dict[str, tuple[dict[int, Any], bool]] = {}
        self._known_keys: dict[str, set[Any]] = {}
        self.doubtful = False
        self.read = 0
        wanted = sum(len(self._leaves.get(table.name, ())) for table in RESCUED)
        self.total = max(1, wanted + len(self._lost) * len(RESCUED))

    @property
    def is_project(self) -> bool:
        """Whether the file says of itself that it is a project."""
        return {"mapper_steps", "settings"} <= set(self._roots)

    @property
    def may_be_project(self) -> bool:
        """Whether it may be one, though what would tell is damaged."""
        return self.is_project or not self._schema_whole

    def ids(self, table: Table) -> tuple[dict[int, Any], bool]:
        """Return the ids that a table's index names, by row number, and if those are all."""
        if table.name not in self._ids:
            self._ids[table.name] = self._read_ids(table)
        return self._ids[table.name]

    def rows(self, table: Table) -> Iterator[Record]:
        """Return a table's rows: the geometry, if it has one, then its columns in order.

        First those that the table's tree leads to, then those that no tree leads to any
        more. Some may come twice.
        """
        tree = self._trees.get(table.name)
        own = "tree" if tree is not None and tree.whole else "broken"
        ids = self.ids(table)[0]
        key = _stored(table).index(table.key)
        missing = set(ids)
        own_leaves = self._leaves.get(table.name, [])
        renamed: list[Record] = []
        for numbers, certainty in ((own_leaves, own), (self._lost, "lost")):
            for number in numbers:
                self.read += 1
                for fid, row in self._rows_on(number, table, certainty):
                    if fid in ids and ids[fid] != row[key]:
                        # Its id is damaged, or it is no row of this table at all.
                        renamed.append((fid, row))
                        continue
                    missing.discard(fid)
                    yield fid, row
        if missing:
            # A damaged tree of another table may lead to this one's leaves.
            for number in sorted(set[int]().union(*self._leaves.values()) - set(own_leaves)):
                for fid, row in self._rows_on(number, table, "lost"):
                    missing.discard(fid)
                    yield fid, row
        yield from (record for record in renamed if record[0] in missing)

    def _rows_on(self, number: int, table: Table, certainty: str) -> Iterator[Record]:
        """Return the rows of a table on one leaf."""
        columns = self._columns.get(table.name, ["fid", *_stored(table)])
        wanted = [columns.index(name) if name in columns else -1 for name in _stored(table)]
        for fid, values in self._pages.rows_of(number, Walk()):
            short = len(values) < len(columns) and certainty != "tree"
            if len(values) > len(columns) or short:
                continue
            row = [values[at] if 0 <= at < len(values) else None for at in wanted]
            # Rows of other tables may have the same ids; rows of earlier formats are short.
            if len(values) < len(columns) and not fits(row, table):
                continue
            if self._belongs(table, fid, row, certainty):
                yield fid, row

    def notes(self) -> Iterator[tuple[str, list[str]]]:
        """Return what is noted of edited and merged events, each with its table's name."""
        for name, count in _NOTES.items():
            if name in self._roots:
                for entry in self._pages.index(self._roots[name], Walk()):
                    if len(entry) == count and all(isinstance(value, str) for value in entry):
                        yield name, entry

    def settings(self) -> Iterator[tuple[str, str]]:
        """Return the values that were kept with the project."""
        for row in self._plain("settings"):
            key, value = row.get("key"), row.get("value")
            if isinstance(key, str) and key.startswith("own.") and _is_json(value):
                yield key, str(value)

    def imports(self) -> Iterator[dict[str, Any]]:
        """Return the imports, by the columns of their table."""
        for row in self._plain("imports"):
            texts = all(isinstance(row.get(name), str) for name in _IMPORT_TEXTS)
            if texts and all(type(row.get(name)) is int for name in _IMPORT_COUNTS):
                kept = {name: row[name] for name in (*_IMPORT_TEXTS, *_IMPORT_COUNTS)}
                lists = {name: row.get(name) for name in _IMPORT_LISTS}
                yield kept | {n: text if _is_json(text) else None for n, text in lists.items()}

    def boundary(self) -> Shape | None:
        """Return the country's own boundary, if it is whole."""
        for row in self._plain("mapper_boundary"):
            name, file, sha256, geometry = (
                row.get(column) for column in ("name", "file", "sha256", "geometry")
            )
            try:
                return boundary.shape((name, file, sha256, geometry))
            except ProjectError:
                continue
        return None

    def _plain(self, name: str) -> Iterator[dict[str, Any]]:
        for number in self._leaves.get(name, ()):
            for _, values in self._pages.rows_of(number, Walk()):
                yield dict(zip(self._columns.get(name, ()), values, strict=False))

    def _take_schema(self, values: list[Any]) -> bool:
        """Take a row of the file's description of itself; tell whether it is one."""
        if len(values) != 5 or values[0] not in ("table", "index", "trigger", "view"):
            return False
        kind, name, _, root, sql = values
        if not isinstance(name, str) or not isinstance(root, int):
            return False
        if root > 0 and name not in self._roots:
            self._roots[name] = root
            columns = _columns(name, sql) if kind == "table" and isinstance(sql, str) else []
            if columns and not _is_garbled(name, columns):
                self._columns[name] = columns
        return True

    def _read_ids(self, table: Table) -> tuple[dict[int, Any], bool]:
        name = f"sqlite_autoindex_{table.name}_1"
        if name not in self._roots:
            return {}, self._schema_whole and table.name not in self._roots
        walk = Walk()
        found: dict[int, Any] = {}
        for entry in self._pages.index(self._roots[name], walk):
            # A number that comes twice is wrong at one of its places.
            key, fid = entry if len(entry) == 2 else (None, None)
            if isinstance(key, str) and isinstance(fid, int) and fid not in found:
                found[fid] = key
            else:
                walk.damaged += 1
        if not self._confirmed(table, found):
            return {}, False
        return found, walk.whole

    def _confirmed(self, table: Table, ids: dict[int, Any]) -> bool:
        """Tell whether what seems to be a table's index knows most of its rows."""
        leaves = self._leaves.get(table.name, [])
        columns = self._columns.get(table.name, ["fid", *_stored(table)])
        at = columns.index(table.key) if table.key in columns else 0
        met = known = 0
        for number in leaves[:: len(leaves) // _SAMPLE + 1]:
            for fid, values in self._pages.rows_of(number, Walk()):
                met += 1
                known += fid in ids and len(values) > at and ids[fid] == values[at]
        return known >= 0.8 * met

    def _belongs(self, table: Table, fid: int, row: list[Any], certainty: str) -> bool:
        """Tell whether a row that was met is one of this table.

        Parameters
        ----------
        certainty
            ``tree`` where a whole tree leads to it, ``broken`` where one does that is
            damaged, ``lost`` where none does.
        """
        ids, whole = self.ids(table)
        key = row[_stored(table).index(table.key)]
        if ids.get(fid) == key is not None:
            return True
        named = (fid in ids, key in self._keys(table))
        if certainty == "tree" and named == (True, True):
            # Then the index may be the damaged one.
            self.doubtful = True
            return fits(row, table)
        if named == (True, True) or (whole and named == (False, False)):
            # Its number or its id is of another row; or it was deleted before, on a page
            # that was not in use any more.
            return False
        if certainty != "tree" and not fits(row, table):
            return False
        # A page of deleted rows may also have come to stand where a tree leads to: only an
        # index that is whole would tell.
        self.doubtful = self.doubtful or certainty == "lost" or named == (False, False)
        return True

    def _keys(self, table: Table) -> set[Any]:
        if table.name not in self._known_keys:
            self._known_keys[table.name] = set(self.ids(table)[0].values())
        return self._known_keys[table.name]


def _stored(table: Table) -> list[str]:
    return [GEOMETRY, *table.names] if table.geometry else table.names


def _columns(name: str, sql: str) -> list[str]:
    """Return the columns of a table as its statement names them, none if it is no such one."""

    def only_tables(action: int, *_: Any) -> int:
        return apsw.SQLITE_OK if action in _MAKING else apsw.SQLITE_DENY

    connection = apsw.Connection(":memory:")
    try:
        connection.authorizer = only_tables
        connection.execute(sql)
        connection.authorizer = None
        rows = connection.execute("SELECT name FROM pragma_table_info(?)", (name,))
        return [column for (column,) in rows]
    except apsw.Error:
        return []
    finally:
        connection.close()


def _is_garbled(name: str, columns: list[str]) -> bool:
    """Tell whether a table has as many columns as it should, but under other names."""
    table = TABLES.get(name)
    if table is None:
        return False
    expected = ["fid", *_stored(table)]
    return len(columns) == len(expected) and set(columns) != set(expected)


def _is_json(text: object) -> bool:
    try:
        json.loads(str(text))
    except ValueError:
        return False
    return isinstance(text, str)
