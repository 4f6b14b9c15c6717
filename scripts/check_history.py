#!/usr/bin/env python3
"""Check the history of a factory that the programme gave you against the seals that it published.

    python check_history.py HISTORY.json --published SEALS.json [--key PUBLIC_KEY …]

HISTORY.json is what `manage.py export_history` wrote. SEALS.json is the document at /seals.json, or any copy of the
published seals, one JSON object a line: best one that you saved yourself, some time ago. Keys are those of the
published document; with --key, those that you know from elsewhere, and no others.

This needs Python 3.11 and the package "cryptography", and nothing else of the programme. Exit 0: every sealed event is
as it was when its day was sealed. Exit 1: something is not, and it says what. docs/seals.md describes the documents.
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import json
import math
import re
import sys
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

FORMAT = "better-work-recognition-history/1"
BUCKETS, DEPTH = 4096, 12
OWN_CHAIN = "factory:"  # and the factory's code
LATEST = timedelta(
    hours=1
)  # a command that ran while a day was sealed may belong to the next seal; none runs longer
HEX = re.compile(r"[0-9a-f]{64}")
CODE = re.compile(r"[A-Z0-9-]{1,40}")
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
INSTANT = "%Y-%m-%dT%H:%M:%S.%fZ"
HISTORY_KEYS = {"format", "factory", "keys", "seals", "chains"}
SEAL_KEYS = {"day", "root", "heads", "events", "sealed_at", "previous", "hash", "key", "signature"}
CHAIN_KEYS = {"subject", "sealed", "proof", "events"}
EVENT_KEYS = {"kind", "factory", "actor", "actor_commitment", "at", "data", "rows"}
# what an event of a factory's own chain says of another record that became this factory, and under which word
CALLED_BEFORE = {"factory.merged": "dropped", "factory.country_corrected": "code"}


class Unreadable(Exception):
    """A document that is not what it should be: what is proven could not be told from what is not."""


def canonical(value: Any) -> str:
    """JSON in one spelling."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def sha(text: str) -> str:
    """SHA-256 in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


def printable(text: object) -> str:
    """A text of the documents as a terminal may show it: no control signs, no turned direction."""
    return "".join(char if char.isprintable() else f"\\u{ord(char):04x}" for char in str(text)[:200])


# --- reading: whatever two programs could read differently is refused, as Unreadable --------------------------------


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise Unreadable("a name is given twice in one object")
    return found


def _finite(text: str) -> float:
    if not math.isfinite(number := float(text)):
        raise Unreadable(f"{text[:30]} is no number")
    return number


def json_of(text: str) -> Any:
    """The document, every name once, every number finite, every text such as UTF-8 writes it."""
    try:
        found = json.loads(text, object_pairs_hook=_once, parse_constant=_finite, parse_float=_finite)
        canonical(found).encode()
    except (ValueError, RecursionError) as wrong:
        raise Unreadable(str(wrong) or "nested too deeply") from wrong
    return found


def text_of(path: str) -> str:
    """The text of a file."""
    try:
        return Path(path).read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as wrong:
        raise Unreadable(str(wrong)) from wrong


def shaped(value: Any, keys: set[str], what: str) -> dict[str, Any]:
    """The object, if it has these names and no others: what no hash covers is not shown as if it were proven."""
    if not isinstance(value, dict) or set(value) != keys:
        names = ", ".join(sorted(set(value) ^ keys)) if isinstance(value, dict) else "no object"
        raise Unreadable(f"{what}: missing or not known: {names}")
    return value


def whole(value: Any, most: int, what: str) -> int:
    """The number, if it counts something."""
    if type(value) is not int or not 0 <= value <= most:
        raise Unreadable(f"{what}: {value!r:.40} is no number of events up to {most}")
    return value


def hashes(values: Any, what: str) -> list[str]:
    """The list, if all it holds are SHA-256."""
    if not isinstance(values, list) or not all(isinstance(one, str) and HEX.fullmatch(one) for one in values):
        raise Unreadable(f"{what}: that is no list of SHA-256")
    return values


def moment(text: Any, what: str) -> datetime:
    """An instant as the documents write it."""
    try:
        return datetime.strptime(text, INSTANT).replace(tzinfo=UTC)
    except (TypeError, ValueError) as wrong:
        raise Unreadable(f"{what}: {text!r:.40} is no instant") from wrong


def seals_of(values: Any, what: str) -> list[dict[str, Any]]:
    """Seals, each of which has its day."""
    if not isinstance(values, list):
        raise Unreadable(f"{what}: that is no list of seals")
    for seal in values:
        shaped(seal, SEAL_KEYS, what)
        texts = (seal[name] for name in SEAL_KEYS - {"heads", "events"})
        if not all(isinstance(text, str) for text in texts) or not DAY.fullmatch(seal["day"]):
            raise Unreadable(f"{what}: {seal['day']!r:.40} is no seal of a day")
        moment(seal["sealed_at"], what)
    return values


def history_of(text: str) -> dict[str, Any]:
    """The history, of the shape that this script knows."""
    history = json_of(text)
    if not isinstance(history, dict) or history.get("format") != FORMAT:
        raise Unreadable(f"this is no {FORMAT}")
    shaped(history, HISTORY_KEYS, "history")
    if not isinstance(history["factory"], str) or not CODE.fullmatch(history["factory"]):
        raise Unreadable(f"{history['factory']!r:.40} is no code of a factory")
    seals_of(history["seals"], "seals of the history")
    if not isinstance(history["chains"], list):
        raise Unreadable("chains: that is no list")
    for chain in history["chains"]:
        _check_chain_shape(chain)
    subjects = [chain["subject"] for chain in history["chains"]]
    if len(set(subjects)) != len(subjects):
        raise Unreadable("one chain is there twice")
    return history


def _check_chain_shape(chain: Any) -> None:
    subject = shaped(chain, CHAIN_KEYS, "chain")["subject"]
    if not isinstance(subject, str) or not isinstance(chain["events"], list):
        raise Unreadable(f"chain {subject!r:.60}: that is no list of events")
    whole(chain["sealed"], 10**12, subject)
    if chain["sealed"]:
        proof = shaped(chain["proof"], {"bucket", "path"}, f"{subject}: proof")
        hashes(proof["bucket"], f"{subject}: proof")
        hashes(proof["path"], f"{subject}: proof")
    elif chain["proof"] is not None:
        raise Unreadable(f"{subject}: a proof of no event")
    for event in chain["events"]:
        if isinstance(event, dict) and "hidden" in event:
            hashes([shaped(event, {"hidden"}, f"{subject}: a hidden event")["hidden"]], subject)
        else:
            shaped(event, EVENT_KEYS, f"{subject}: an event")
            moment(event["at"], subject)
            said = isinstance(event["kind"], str) and isinstance(event["data"], dict)
            if not said or not isinstance(event["factory"], int | None):
                raise Unreadable(f"{subject}: an event without a kind, or without what it says")


def read_published(text: str) -> tuple[dict[str, dict[str, Any]], dict[str, str]]:
    """Published seals by day, and public keys by id; a file of lines has no keys."""
    keys: Any = {}
    try:
        document = json_of(text)
    except Unreadable:  # perhaps a file of lines
        document = [json_of(line) for line in text.splitlines() if line.strip()]
    if isinstance(document, dict) and "seals" in document:
        shaped(document, {"keys", "seals"}, "published seals")
        document, keys = document["seals"], document["keys"]
    seals = seals_of(document if isinstance(document, list) else [document], "published seals")
    by_day: dict[str, dict[str, Any]] = {}
    for seal in seals:
        if by_day.setdefault(seal["day"], seal) != seal:
            raise Unreadable(f"two different seals of {seal['day']} were published")
    if not isinstance(keys, dict) or any(key_id(public) != name for name, public in keys.items()):
        raise Unreadable("a public key is not the one that its id names")
    return by_day, keys


def key_id(public: Any) -> str:
    """The id of a public key in base64."""
    try:
        return hashlib.sha256(base64.b64decode(public, validate=True)).hexdigest()[:16]
    except (TypeError, ValueError) as wrong:
        raise Unreadable(f"{public!r:.60} is no public key in base64") from wrong


# --- checking -------------------------------------------------------------------------------------------------------


def signature_holds(public: str, digest: str, signature: str) -> bool:
    """Whether the private key of this public one made the signature."""
    try:
        key = Ed25519PublicKey.from_public_bytes(base64.b64decode(public))
        key.verify(bytes.fromhex(signature), digest.encode())
    except (InvalidSignature, ValueError):
        return False
    return True


def seal_problems(
    seals: list[dict[str, Any]], published: dict[str, dict[str, Any]], keys: dict[str, str]
) -> list[str]:
    """What is wrong with the chain of seals."""
    found, previous, before = [], "", ""
    for seal in seals:
        day = seal["day"]
        content = [previous, day, seal["root"], seal["heads"], seal["events"], seal["sealed_at"]]
        if seal["previous"] != previous or day <= before:
            found.append(f"seal of {day}: it does not follow the one before")
        if sha(canonical(content)) != seal["hash"]:
            found.append(f"seal of {day}: it was changed after it was made")
        if seal["key"] not in keys:
            found.append(
                f"seal of {day}: signed with the key {seal['key'] or '(none)'}, which you do not know"
            )
        elif not signature_holds(keys[seal["key"]], seal["hash"], seal["signature"]):
            found.append(f"seal of {day}: its signature is false")
        if day in published and published[day] != seal:
            found.append(f"seal of {day}: it is not the one that was published")
        previous, before = seal["hash"], day
    if not any(seal["day"] in published for seal in seals):
        found.append("none of these seals was published")
    days = {seal["day"] for seal in seals}
    last = max(days, default="")
    found += [
        f"seal of {day}: it was published and is not in the history" for day in published
        if day not in days and day <= last
    ]  # fmt: skip
    return found


def body_of(subject: str, sequence: int, event: dict[str, Any]) -> str:
    """The hash over what an event says."""
    if "hidden" in event:
        return str(event["hidden"])
    return sha(
        canonical(
            [
                subject, sequence, event["kind"], event["factory"], event["actor"], event["actor_commitment"],
                event["at"], event["data"], event["rows"],
            ]
        )
    )  # fmt: skip


def chain_problems(chain: dict[str, Any], seal: dict[str, Any]) -> list[str]:
    """What is wrong with one chain of events."""
    subject, sealed, digest, head = chain["subject"], chain["sealed"], "", ""
    for sequence, event in enumerate(chain["events"], start=1):
        digest = sha(digest + body_of(subject, sequence, event))
        if sequence == sealed:
            head = digest
    if sealed and not head:
        return [f"{subject}: {sealed} events were sealed, and only {len(chain['events'])} are here"]
    if sealed and root_of(subject, sealed, head, chain["proof"]) != seal["root"]:
        return [f"{subject}: its events are not those that were sealed"]
    end = moment(seal["sealed_at"], subject) - LATEST
    late = [
        event for event in chain["events"][sealed:] if "at" in event and moment(event["at"], subject) < end
    ]
    if late:
        return [f"{subject}: {len(late)} events are older than the seal of {seal['day']} and not in it"]
    return []


def root_of(subject: str, sequence: int, head: str, proof: dict[str, Any]) -> str:
    """The root to which the proof leads from a head."""
    leaf = sha(canonical(["head", subject, sequence, head]))
    place = int(sha(subject)[:8], 16) % BUCKETS
    digest = sha("bucket:" + "".join(sorted([*proof["bucket"], leaf])))
    if len(proof["path"]) != DEPTH:
        return ""
    for neighbour in proof["path"]:
        digest = sha(f"node:{neighbour}{digest}" if place & 1 else f"node:{digest}{neighbour}")
        place >>= 1
    return digest


def factory_problems(code: str, chains: list[dict[str, Any]]) -> list[str]:
    """Whether the chains tell of this factory, and of no other that it does not say it was."""
    by_subject = {chain["subject"]: chain for chain in chains}
    own, found = [OWN_CHAIN + code], []
    for subject in own:  # it grows while it is walked
        for event in _sealed_events(by_subject.get(subject)):
            before = CALLED_BEFORE.get(event.get("kind", ""))
            called = f"{OWN_CHAIN}{event['data'].get(before)}" if before else subject
            if called not in own:
                own.append(called)
    if not _sealed_events(by_subject.get(own[0])):
        return [f"nothing that was sealed says that this is the history of {code}"]
    numbers = {event.get("factory") for subject in own for event in _sealed_events(by_subject.get(subject))}
    for subject, chain in by_subject.items():
        shown = [event for event in chain["events"] if "hidden" not in event]
        others = {event["factory"] for event in shown} - numbers - {None}
        if others or (subject.startswith(OWN_CHAIN) and subject not in own):
            found.append(f"{subject}: it tells of another factory than {code}")
        if subject in own and len(shown) < len(chain["events"]):
            found.append(f"{subject}: what this factory's own events say was taken out")
    return found


def _sealed_events(chain: dict[str, Any] | None) -> list[dict[str, Any]]:
    return chain["events"][: chain["sealed"]] if chain else []


def check(history: dict[str, Any], published: dict[str, Any], keys: dict[str, str]) -> list[str]:
    """Everything that is wrong."""
    seals, chains = history["seals"], history["chains"]
    problems = seal_problems(seals, published, keys)
    if seals:
        for chain in chains:
            problems += chain_problems(chain, seals[-1])
    return problems + factory_problems(history["factory"], chains)


def proven(history: dict[str, Any], published: Iterable[str]) -> list[str]:
    """What is proven of a history without a problem, and what is not."""
    chains, last = history["chains"], history["seals"][-1]["day"]
    sealed = sum(chain["sealed"] for chain in chains)
    later = sum(len(chain["events"]) for chain in chains) - sealed
    hidden = sum("hidden" in event for chain in chains for event in chain["events"])
    known = max(day for day in published if day <= last)
    said = [f"{history['factory']}: {sealed} events in {len(chains)} chains are as sealed on {last}."]
    if known < last:
        said.append(
            f"The newest of your published seals is of {known}: what came later rests on the signatures alone."
        )
    if (newest := max(published)) > last:
        said.append(f"Seals were published until {newest}: ask for a history that goes so far.")
    if later:
        said.append(f"{later} later events are not sealed yet; nothing proves them so far.")
    if hidden:
        said.append(
            f"{hidden} events are a hash alone, said to be of other factories; nothing proves of which."
        )
    return said


def main(arguments: list[str] | None = None) -> int:
    """Check, and say what was found; the exit status."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("history")
    parser.add_argument("--published", required=True, metavar="SEALS")
    parser.add_argument("--key", action="append", default=[], help="a public key in base64")
    given = parser.parse_args(arguments)
    document = given.history
    try:
        history = history_of(text_of(given.history))
        document = given.published
        published, keys = read_published(text_of(given.published))
        document = "--key"
        if given.key:
            keys = {key_id(public): public for public in given.key}
    except Unreadable as wrong:
        print(f"{document}: {printable(wrong)}", file=sys.stderr)
        return 1
    problems = check(history, published, keys)
    for problem in problems:
        print(printable(problem), file=sys.stderr)
    if not problems:
        print("\n".join(proven(history, published)))
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
