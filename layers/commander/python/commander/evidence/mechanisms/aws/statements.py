"""What kind of work a statement is, told from its text."""

import re
from enum import Enum
from functools import cache, lru_cache


class Work(Enum):
    """The kinds of statements that differ in what they mean for a database."""

    MAINTENANCE = "maintenance"
    WRAPAROUND = "a vacuum to prevent wraparound"
    MIGRATION = "a schema change"
    LOCKING = "an explicit lock"
    COMMIT = "a commit"
    SLEEP = "a sleep"
    WRITE = "a write"
    READ = "a read"
    OTHER = "a statement"


_FILLED = (
    r"^create +(?:(?:global|local) +)?(?:temp(?:orary)? +|unlogged +)?(?:table|materialized +view)\b.{0,300}?"
    r"\bas\b\s*\(*\s*(?:select|with|values|table)\b|^select\b.{0,1500}?\binto +[#@\w\[\"]+.{0,40}\bfrom\b"
)
"""A table or view that is made of a query: a job that writes its result, no change of what others use."""
_WORDINGS: tuple[tuple[Work, str], ...] = (
    (Work.WRAPAROUND, r"to prevent wraparound"),
    (Work.WRITE, _FILLED),
    (
        Work.MAINTENANCE,
        r"^(?:autovacuum|vacuum|analyze\b(?! *select)|reindex|cluster\b|checkpoint|optimize +table|analyze +table|"
        r"repair +table|create +(?:unique +|fulltext +|spatial +)?index|flush +(?:tables|logs)|dbcc|"
        r"backup +(?:database|log)\b|restore +database\b|update +statistics\b|(?:begin +)?dbms_stats\b|"
        r"(?:exec(?:ute)? +)?(?:\w+\.)?(?:sp_updatestats|rds_backup_database|sp_msforeachtable)\b|pg_dump|"
        r"fetch +\w+ +\d+ +from +_pg_dump)|"
        r"^copy\b.*\bto\b|sql_no_cache \*/|pg_(?:start_backup|backup_start)|^explain +analyze +vacuum|"
        r"^alter +index\b.*\brebuild|^alter +table\b.*\b(?:engine *=|force\b|optimize +partition)",
    ),
    (
        Work.MIGRATION,
        r"^(?:alter|drop|truncate|rename|create +(?:table|type|trigger|or +replace|view|function|schema))\b|"
        r"\bgh-ost\b|\bpt-online-schema|_gho\b|_ghc\b|\bflyway\b|\bliquibase\b|alembic_version|schema_migrations",
    ),
    (
        Work.LOCKING,
        r"^lock\b|\bfor +(?:no +key +)?update\b|\bfor +(?:key +)?share\b|lock +in +share|pg_advisory|get_lock",
    ),
    (Work.SLEEP, r"\b(?:pg_)?sleep *\("),
    (Work.COMMIT, r"^(?:commit|end|begin|start +transaction|rollback|savepoint|release|set\b|show\b)"),
    (
        Work.WRITE,
        r"^(?:with\b.*\b)?(?:insert|update|delete|replace|merge|upsert|load +data|copy\b.*\bfrom)\b|^refresh +mat",
    ),
    (Work.READ, r"^(?:\(* *)?(?:select|with|table|values|fetch|declare|call|exec|do\b)"),
)
"""First match wins."""
_LINE_COMMENT = re.compile(r"^\s*+(?:--|#)[^\n]*\n")
_COMMENT = re.compile(rf"/\*(?!!).*?\*/|{_LINE_COMMENT.pattern}", re.DOTALL)
_BEGUN = re.compile(r"^(?:begin|start transaction)\s*;\s*(?=\S)", re.IGNORECASE)
_LONGEST = 2000
_SHOWN = 110


@cache
def _compiled() -> tuple[tuple[Work, re.Pattern[str]], ...]:
    return tuple((work, re.compile(wording, re.IGNORECASE | re.DOTALL)) for work, wording in _WORDINGS)


@lru_cache(maxsize=512)
def work_of(statement: str) -> Work:
    """The kind of work; comments in front do not count."""
    said = " ".join(_without_comments(statement[:_LONGEST]).split()).strip("( ;")
    said = _BEGUN.sub("", said)
    return next((work for work, wording in _compiled() if wording.search(said)), Work.OTHER)


def _without_comments(statement: str) -> str:
    # Behind the last end of a comment none ends: it is not looked for from each place where one begins.
    last = statement.rfind("*/") + 2
    if last < 2:
        return _LINE_COMMENT.sub(" ", statement)
    return _COMMENT.sub(" ", statement[:last]) + statement[last:]


def shown(statement: str) -> str:
    """The statement as it is quoted: one line, not too long."""
    said = " ".join(statement.split())
    return said if len(said) <= _SHOWN else said[: _SHOWN - 1] + "…"
