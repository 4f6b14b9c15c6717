"""The embedded default's message broker: Celery's filesystem transport, made safe for several processes.

Kombu's own opens a message under its final name and writes it afterwards. A worker that lists the folder in between
takes an empty file, fails to read it and has already removed it: the message is lost. The same holds for the small
files that say which queue is bound to which exchange. Here every file is written under a name that no reader looks
at, and appears whole by a rename.

Chosen in settings by `CELERY_BROKER_TRANSPORT = "betterwork.broker:Transport"` beside
`CELERY_BROKER_URL = "filesystem://"` (kombu takes no import path inside an address); the folders are named by
`data_folder_in`, `data_folder_out` (the same folder) and `control_folder` in `CELERY_BROKER_TRANSPORT_OPTIONS`.
A worker needs `--without-gossip --without-mingle --without-heartbeat`: they would leave a queue that nobody reads
behind at every start.

A message is only a wake-up. What is owed stands in the rows of deliveries and jobs, which the sweep reads.
"""

from __future__ import annotations

import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from fcntl import LOCK_EX, flock
from pathlib import Path
from queue import Empty
from typing import Any, ClassVar

from kombu import Connection
from kombu.transport import filesystem, virtual
from kombu.utils.json import dumps, loads

WHOLE = ".msg"  # a message that may be taken
UNFINISHED = ".part"  # being written, or already taken: no reader looks at it

Binding = tuple[str, str, str]  # routing key, pattern, queue


class Channel(filesystem.Channel):
    """A channel whose messages and bindings are seen whole or not at all."""

    def get_table(self, exchange: str) -> list[Binding]:  # type: ignore[override]  # the stubs' two levels disagree
        """The bindings of an exchange; none when nothing was bound yet."""
        try:
            return [(key, pattern, queue) for key, pattern, queue in loads(self._table(exchange).read_text())]
        except FileNotFoundError:
            return []

    def _queue_bind(self, exchange: str, routing_key: str, pattern: str | None, queue: str) -> None:
        binding = (routing_key or "", pattern or "", queue or "")
        if binding in self.get_table(exchange):
            return
        with self._bindings_locked():
            self._write_table(exchange, [binding, *(b for b in self.get_table(exchange) if b != binding)])

    def _delete(
        self, queue: str, exchange: str, routing_key: str, pattern: str, *_args: object, **_kwargs: object
    ) -> None:
        gone = (routing_key or "", pattern or "", queue or "")
        self._purge(queue)
        with self._bindings_locked():
            self._write_table(exchange, [b for b in self.get_table(exchange) if b != gone])

    def _put(self, queue: str, payload: Any, **_kwargs: object) -> None:  # type: ignore[override]  # as above
        # zero-padded wall clock, so that names sort by age across processes and restarts
        name = f"{time.time_ns():020d}_{uuid.uuid4().hex}.{queue}{WHOLE}"
        _appear(Path(self.data_folder_out, name), dumps(payload))

    def _get(self, queue: str, timeout: float | None = None) -> Any:  # noqa: ARG002  # kombu's signature
        for name in self._waiting(queue):
            taken = Path(self.data_folder_in, name + UNFINISHED)
            try:
                Path(self.data_folder_in, name).rename(taken)
            except FileNotFoundError:
                continue  # another worker was quicker
            message = loads(taken.read_text())
            taken.unlink()
            return message
        raise Empty

    def _purge(self, queue: str) -> int:
        names = self._waiting(queue)
        for name in names:
            Path(self.data_folder_in, name).unlink(missing_ok=True)
        return len(names)

    def _size(self, queue: str) -> int:
        return len(self._waiting(queue))

    def _waiting(self, queue: str) -> list[str]:
        """Names of the queue's whole messages, oldest first."""
        suffix = f"{queue}{WHOLE}"  # a queue's own name may have dots, the part before it has none
        return sorted(
            f.name for f in Path(self.data_folder_in).iterdir() if f.name.partition(".")[2] == suffix
        )

    def _write_table(self, exchange: str, bindings: list[Binding]) -> None:
        _appear(self._table(exchange), dumps(bindings))

    def _table(self, exchange: str) -> Path:
        path: Path = self._exchange_file(exchange)  # type: ignore[attr-defined]  # kombu's; refuses names with a path
        return path

    @contextmanager
    def _bindings_locked(self) -> Iterator[None]:
        """One process at a time changes bindings; readers need no lock, since a table appears whole."""
        self.control_folder.mkdir(parents=True, exist_ok=True)
        with (self.control_folder / "lock").open("w") as held:
            flock(held, LOCK_EX)  # released when the file closes, so also when the process dies
            yield


class Transport(filesystem.Transport):
    """The filesystem transport with the channel above."""

    Channel = Channel
    _states: ClassVar[dict[str, virtual.BrokerState]] = {}

    def __init__(self, client: Connection, **kwargs: object) -> None:
        super().__init__(client, **kwargs)
        # kombu shares one memory of "already bound" among all folders: the second folder's queues stay unbound
        folder = str((client.transport_options or {}).get("control_folder", "control"))
        self.state = self._states.setdefault(folder, virtual.BrokerState())


def _appear(path: Path, text: str) -> None:
    """Write under a name of its own, then rename: within one folder that is atomic."""
    unfinished = path.with_name(f"{path.name}.{uuid.uuid4().hex}{UNFINISHED}")
    unfinished.write_text(text)
    unfinished.rename(path)
