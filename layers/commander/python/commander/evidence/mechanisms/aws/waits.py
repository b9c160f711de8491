"""What database sessions wait for, in one vocabulary for PostgreSQL, MySQL and MariaDB, SQL Server and Oracle."""

import re
from enum import Enum
from functools import cache, lru_cache


class Wait(Enum):
    """What a wait event says about the bottleneck."""

    CPU = "CPU"
    READ = "reads from storage"
    WRITE = "writes to storage"
    COMMIT = "log writes at commit"
    LOCK = "locks held by other sessions"
    LATCH = "internal latches"
    TEMP = "temporary files"
    CLIENT = "the client"
    SEND = "sending results"
    MAINTENANCE = "vacuum"
    REPLICATION = "replication"
    OTHER = "something else"


IO = (Wait.READ, Wait.WRITE, Wait.COMMIT, Wait.TEMP)
_WORDINGS: tuple[tuple[Wait, str], ...] = (
    (Wait.CPU, r"^cpu$|^on cpu$|^cpu(?: used)?:|sos_scheduler_yield|cxpacket|cxconsumer|threadpool|resmgr:cpu"),
    (Wait.LATCH, r"lwlock:?lock_?manager|lock_manager"),
    (Wait.WRITE, r"^lock:extend"),
    (
        Wait.LOCK,
        r"^lock(?::|$)|wait/lock/|^lock/|row_lock|metadata[ _]?lock|mdl_context|lock_wait|"
        r"\b(?:transactionid|virtualxid|speculative token|lock:tuple)\b|enq: (?:t[xm]|ul|hw)\b|lck_m_|"
        r"library cache (?:lock|pin)|row cache lock",
    ),
    (Wait.MAINTENANCE, r"vacuum|checkpoint|backupio|backupbuffer|backupthread|rman backup"),
    (Wait.REPLICATION, r"syncrep|walsender|wal_?receiver|replicat|semisync|slave|recoveryconflict"),
    (
        Wait.TEMP,
        r"direct path (?:read|write) temp|sort segment|resource_semaphore|buffile|"
        r"tempfile|innodb_temp|sort_?file|hash/?(?:batch|build)",
    ),
    (
        Wait.COMMIT,
        r"wal_?write|wal_?sync|xact_?sync|walinsert|wal_?insert|wal_buf|innodb_log|redo_log|redolog|binlog|log_?flush|"
        r"log file (?:sync|parallel write|switch)|log buffer space|logbuffer|hadr_sync|commit|xactgroup|writelog",
    ),
    (
        Wait.READ,
        r"data_?file_?(?:read|prefetch)|table/sql/handler|io/file/innodb/innodb_data|innodb_data_file|"
        r"io/file/myisam|db file (?:sequential|scattered)|pageiolatch_sh|db file parallel read|direct path read|"
        r"read by other session|cell (?:single|multi)|gc (?:cr|current) (?:block|request)|"
        r"async_io_completion|buffer_?io|datafile.?read",
    ),
    (
        Wait.WRITE,
        r"pageiolatch_(?:ex|up|dt)|db file parallel write|free buffer waits|direct path write|"
        r"data_?file_?(?:write|extend|flush|sync|truncate|immediate)|dblwr|slru|io/file/sql",
    ),
    (Wait.SEND, r"clientwrite|net_?write|socket.?write|async_network_io"),
    (Wait.CLIENT, r"^client|socket|net_?read|net_?write|client(?:read|write)|idle"),
    (
        Wait.LATCH,
        r"lwlock|pagelatch_|\blatch(?:_|:)|buffer busy|cursor: (?:pin|mutex)|synch/|mutex|sxlock|"
        r"rwlock|bufferpin|buffer_content|buffer_?mapping|spin",
    ),
    (Wait.READ, r"^io(?:/|:|$)|io_completion|^user i/o:"),
)
"""First match wins: a lock manager's latch is no lock and one to extend a file is a matter of writing, while a row
lock's condition variable is a lock."""


@cache
def _compiled() -> tuple[tuple[Wait, re.Pattern[str]], ...]:
    return tuple((wait, re.compile(wording)) for wait, wording in _WORDINGS)


@lru_cache(maxsize=1024)
def wait_of(name: str, kind: str | None) -> Wait:
    """What a wait event of that name and type says. `IO:DataFileRead` and `DataFileRead` of type IO are the same."""
    said = name.strip().lower()
    if kind and ":" not in said and "/" not in said and said != kind.strip().lower():
        said = f"{kind.strip().lower()}:{said}"
    return next((wait for wait, wording in _compiled() if wording.search(said)), Wait.OTHER)
