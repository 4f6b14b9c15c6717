"""The embedded broker with real processes: nothing is lost, nothing comes twice, nothing half-written is read."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path
from queue import Empty

import pytest
from kombu import Connection, Exchange, Queue

TRANSPORT = "betterwork.broker:Transport"
EACH = 150

PRODUCER = """
import sys
from kombu import Connection, Exchange, Queue
from tests.infrastructure.test_broker import options
name, each, folder = sys.argv[1], int(sys.argv[2]), sys.argv[3]
queue = Queue("celery", Exchange("celery", type="direct"), routing_key="celery")
with Connection("filesystem://", transport="betterwork.broker:Transport", transport_options=options(folder)) as made:
    producer = made.Producer()
    for number in range(each):
        producer.publish({"from": name, "number": number, "padding": "x" * 300_000},
                         exchange=queue.exchange, routing_key="celery", declare=[queue])
"""


def options(folder: str | Path) -> dict[str, object]:
    """Transport options as settings give them, all below one folder."""
    queue, control = Path(folder, "queue"), Path(folder, "control")
    queue.mkdir(parents=True, exist_ok=True)
    control.mkdir(parents=True, exist_ok=True)
    return {
        "data_folder_in": str(queue),
        "data_folder_out": str(queue),
        "control_folder": str(control),
        "polling_interval": 0.01,
    }


def connection(folder: Path) -> Connection:
    return Connection("filesystem://", transport=TRANSPORT, transport_options=options(folder))


def celery_queue() -> Queue:
    return Queue("celery", Exchange("celery", type="direct"), routing_key="celery")


def test_two_producers_and_one_consumer_at_once_lose_nothing(tmp_path: Path) -> None:
    producers = [
        subprocess.Popen([sys.executable, "-c", PRODUCER, name, str(EACH), str(tmp_path)])
        for name in ("a", "b")
    ]

    came: list[tuple[str, int]] = []
    with connection(tmp_path) as made:
        simple = made.SimpleQueue(celery_queue())
        until = time.monotonic() + 60
        while len(came) < 2 * EACH and time.monotonic() < until:
            try:
                # asks without a pause: kombu's own transport fails here within the first messages
                message = simple.get(block=False)
            except Empty:
                continue
            message.ack()
            came.append((message.payload["from"], message.payload["number"]))
        simple.close()

    assert [p.wait(30) for p in producers] == [0, 0]
    assert sorted(came) == [(name, number) for name in ("a", "b") for number in range(EACH)]
    assert list((tmp_path / "queue").iterdir()) == []


def test_each_producers_messages_come_in_its_order(tmp_path: Path) -> None:
    with connection(tmp_path) as made:
        simple = made.SimpleQueue(celery_queue())
        for number in range(12):  # past nine: names must sort as numbers do
            simple.put({"number": number})

        came = [simple.get(timeout=1).payload["number"] for _ in range(12)]

    assert came == list(range(12))


def test_a_file_still_being_written_is_not_taken(tmp_path: Path) -> None:
    with connection(tmp_path) as made:
        simple = made.SimpleQueue(celery_queue())
        simple.put({"number": 1})
        (whole,) = (tmp_path / "queue").iterdir()
        whole.rename(whole.with_name(f"{whole.name}.0123.part"))

        assert simple.qsize() == 0
        with pytest.raises(Empty):
            simple.get(timeout=0.1)
        assert len(list((tmp_path / "queue").iterdir())) == 1


def test_a_message_names_only_its_own_queue(tmp_path: Path) -> None:
    with connection(tmp_path) as made:
        dotted = made.SimpleQueue(Queue("a.celery", Exchange("a"), routing_key="a"))
        plain = made.SimpleQueue(celery_queue())
        dotted.put({"number": 1})

        assert (dotted.qsize(), plain.qsize()) == (1, 0)
        assert dotted.clear() == 1
        assert dotted.qsize() == 0


def test_bindings_made_by_several_processes_at_once_are_all_kept(tmp_path: Path) -> None:
    bind = """
import sys
from kombu import Connection, Exchange, Queue
from tests.infrastructure.test_broker import options
with Connection("filesystem://", transport="betterwork.broker:Transport",
                transport_options=options(sys.argv[2])) as made:
    for number in range(40):
        Queue(f"{sys.argv[1]}{number}", Exchange("shared", type="direct"), routing_key="k").declare(
            channel=made.default_channel)
"""
    binders = [subprocess.Popen([sys.executable, "-c", bind, name, str(tmp_path)]) for name in ("a", "b")]

    assert [p.wait(30) for p in binders] == [0, 0]
    table = json.loads((tmp_path / "control" / "shared.exchange").read_text())
    assert sorted(row[2] for row in table) == sorted(
        f"{name}{number}" for name in ("a", "b") for number in range(40)
    )


def test_a_queue_deleted_is_bound_no_longer_and_its_messages_are_gone(tmp_path: Path) -> None:
    with connection(tmp_path) as made:
        kept, gone = (Queue(name, Exchange("shared"), routing_key=name) for name in ("kept", "gone"))
        simple = made.SimpleQueue(kept)
        made.SimpleQueue(gone).put({"number": 1})

        gone(made.default_channel).delete()

        assert list((tmp_path / "queue").iterdir()) == []
        table = json.loads((tmp_path / "control" / "shared.exchange").read_text())
        assert [row[2] for row in table] == ["kept"]
        simple.put({"number": 2})
        assert simple.get(timeout=1).payload == {"number": 2}
