"""Anybody can recompute the log's root from the exported events (RFC 9162, section 2.1)."""

from __future__ import annotations

import base64
from hashlib import sha256
from struct import pack
from typing import TYPE_CHECKING, Any
from uuid import UUID

import pytest

if TYPE_CHECKING:
    from tests.conftest import Cli, Movements


def entry(event: dict[str, Any]) -> bytes:
    topic: bytes = event["topic"].encode()
    state: bytes = event["state"].encode()
    head = b"blendfund-event-v1\n" + pack(">Q", event["position"])
    identity = UUID(event["stream_id"]).bytes + pack(">Q", event["version"])
    said = pack(">I", len(topic)) + topic + pack(">Q", len(state)) + state
    return head + identity + said


def root(leaves: list[bytes]) -> bytes:
    if not leaves:
        return sha256(b"").digest()
    if len(leaves) == 1:
        return sha256(b"\0" + leaves[0]).digest()
    split = 1 << ((len(leaves) - 1).bit_length() - 1)
    return sha256(b"\1" + root(leaves[:split]) + root(leaves[split:])).digest()


def recomputed(cli: Cli, size: int | None = None) -> str:
    leaves = [entry(event) for event in cli.events()[:size]]
    return base64.b64encode(root(leaves)).decode()


def test_an_empty_ledger_has_the_root_of_nothing(cli: Cli) -> None:
    assert cli("init").exit_code == 0
    assert cli.done("audit", "verify")["root"] == recomputed(cli)


@pytest.mark.parametrize("count", [1, 2, 3, 7, 20])
def test_the_root_is_recomputed_by_other_code(
    fund: Cli, movements: Movements, count: int
) -> None:
    rows = [
        f"2020-03-{day + 1:02d} contribution {day + 1} party='É{day}' public grant market"
        for day in range(count)
    ]
    fund.take(movements("\n".join(rows)))
    assert fund.done("audit", "verify")["root"] == recomputed(fund)
    assert fund.report("composition")["root"] == recomputed(fund)
    for position in range(1, len(fund.events()) + 1):
        known = fund.report("composition", "--known-at", position)
        assert (known["position"], known["root"]) == (
            position,
            recomputed(fund, position),
        )
