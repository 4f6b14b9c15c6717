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
import sys
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

FORMAT = "better-work-recognition-history/1"
BUCKETS, DEPTH = 4096, 12


def canonical(value: Any) -> str:
    """JSON in one spelling."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def sha(text: str) -> str:
    """SHA-256 in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


def read_published(path: str) -> tuple[dict[str, dict[str, Any]], dict[str, str]]:
    """Published seals by day, and public keys by id; a file of lines has no keys."""
    text = Path(path).read_text(encoding="utf-8")
    try:
        document = json.loads(text)
    except json.JSONDecodeError:
        seals = [json.loads(line) for line in text.splitlines() if line.strip()]
        return {seal["day"]: seal for seal in seals}, {}
    if "seals" not in document:  # a file of one line
        return {document["day"]: document}, {}
    return {seal["day"]: seal for seal in document["seals"]}, document.get("keys", {})


def key_id(public: str) -> str:
    """The id of a public key in base64."""
    return hashlib.sha256(base64.b64decode(public)).hexdigest()[:16]


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
    found, previous = [], ""
    for seal in seals:
        day = seal["day"]
        content = [previous, day, seal["root"], seal["heads"], seal["events"], seal["sealed_at"]]
        if seal["previous"] != previous:
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
        previous = seal["hash"]
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


def chain_problems(chain: dict[str, Any], root: str) -> list[str]:
    """What is wrong with one chain of events."""
    subject, sealed, digest, head = chain["subject"], chain["sealed"], "", ""
    for sequence, event in enumerate(chain["events"], start=1):
        digest = sha(digest + body_of(subject, sequence, event))
        if sequence == sealed:
            head = digest
    if not sealed:
        return []
    if not head:
        return [f"{subject}: {sealed} events were sealed, and only {len(chain['events'])} are here"]
    if root_of(subject, sealed, head, chain["proof"]) != root:
        return [f"{subject}: its events are not those that were sealed"]
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


def main(arguments: list[str] | None = None) -> int:
    """Check, and say what was found; the exit status."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("history")
    parser.add_argument("--published", required=True, metavar="SEALS")
    parser.add_argument("--key", action="append", default=[], help="a public key in base64")
    given = parser.parse_args(arguments)
    history = json.loads(Path(given.history).read_text(encoding="utf-8"))
    if history.get("format") != FORMAT:
        print(f"{given.history}: this is no {FORMAT}", file=sys.stderr)
        return 1
    published, keys = read_published(given.published)
    if given.key:
        keys = {key_id(public): public for public in given.key}
    seals, chains = history["seals"], history["chains"]
    problems = seal_problems(seals, published, keys)
    for chain in chains:
        problems += chain_problems(chain, seals[-1]["root"] if seals else "")
    for problem in problems:
        print(problem, file=sys.stderr)
    if problems:
        return 1
    proven = sum(chain["sealed"] for chain in chains)
    later = sum(len(chain["events"]) for chain in chains) - proven
    newest = max(day for day in published if day <= seals[-1]["day"])
    print(
        f"{history['factory']}: {proven} events in {len(chains)} chains are as sealed on {seals[-1]['day']}."
    )
    if newest < seals[-1]["day"]:
        print(
            f"The newest of your published seals is of {newest}: what came later rests on the signatures alone."
        )
    if later:
        print(f"{later} later events are not sealed yet; nothing proves them so far.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
