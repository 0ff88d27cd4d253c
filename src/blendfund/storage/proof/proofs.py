"""Proofs over the log's tree (RFC 9162, 2.1.3 and 2.1.4): a fact is in it, it only grew.

A proof is the roots of a few subtrees, each over an unbroken span of leaves. Which spans is
told by the sizes alone, so that one pass over the facts gives every root, whatever the
length of the log.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from blendfund.storage.proof.merkle import Frontier, node_hash

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


class Span(NamedTuple):
    """Leaves ``start`` to ``end``, counted from 0, the end left out."""

    start: int
    end: int


def inclusion(index: int, size: int) -> list[Span]:
    """Give the spans that prove leaf ``index`` (from 0) in a tree of ``size`` leaves.

    Source: RFC 9162, section 2.1.3.1, PATH(m, D_n).
    """
    path: list[Span] = []
    start, end = 0, size
    while end - start > 1:
        middle = start + _split(end - start)
        if index < middle:
            path.append(Span(middle, end))
            end = middle
        else:
            path.append(Span(start, middle))
            start = middle
    return path[::-1]


def consistency(first: int, second: int) -> list[Span]:
    """Give the spans that prove a tree of ``first`` leaves the beginning of a later one.

    Source: RFC 9162, section 2.1.4.1, PROOF(m, D_n).
    """
    if not 0 < first < second:
        return []
    path: list[Span] = []
    start, end, whole = 0, second, True
    while first != end:
        middle = start + _split(end - start)
        if first <= middle:
            path.append(Span(middle, end))
            end = middle
        else:
            path.append(Span(start, middle))
            start, whole = middle, False
    if not whole:
        path.append(Span(start, end))
    return path[::-1]


def _split(size: int) -> int:
    """Give the largest power of two below a size."""
    return 1 << (size - 1).bit_length() - 1


def roots(leaves: Iterable[bytes], spans: Sequence[Span]) -> dict[Span, bytes]:
    """Compute the roots of spans in one pass over the hashes of all leaves."""
    trees = {span: Frontier() for span in spans}
    waiting = sorted(trees, key=lambda span: span.start, reverse=True)
    open_: list[Span] = []
    for index, leaf in enumerate(leaves):
        while waiting and waiting[-1].start == index:
            open_.append(waiting.pop())
        open_ = [span for span in open_ if span.end > index]
        for span in open_:
            trees[span].append(leaf)
    return {span: tree.root() for span, tree in trees.items()}


def included(
    leaf: bytes, index: int, size: int, path: Sequence[bytes], root: bytes
) -> bool:
    """Tell whether a path proves that ``leaf`` stands at ``index`` (from 0) under ``root``.

    Source: RFC 9162, section 2.1.3.2.
    """
    if not 0 <= index < size:
        return False
    at, last, found = index, size - 1, leaf
    for node in path:
        if not last:
            return False
        if at & 1 or at == last:
            found = node_hash(node, found)
            at, last = _up(at, last)
        else:
            found = node_hash(found, node)
        at, last = at >> 1, last >> 1
    return not last and found == root


def consistent(
    first: int, second: int, path: Sequence[bytes], old: bytes, new: bytes
) -> bool:
    """Tell whether a path proves that the tree under ``old`` grew into that under ``new``.

    Source: RFC 9162, section 2.1.4.2.
    """
    if first == second:
        return not path and old == new
    if not 0 < first < second or not path:
        return False
    nodes = list(path) if first & (first - 1) else [old, *path]
    at, last = first - 1, second - 1
    while at & 1:
        at, last = at >> 1, last >> 1
    one = other = nodes[0]
    for node in nodes[1:]:
        if not last:
            return False
        if at & 1 or at == last:
            one, other = node_hash(node, one), node_hash(node, other)
            at, last = _up(at, last)
        else:
            other = node_hash(other, node)
        at, last = at >> 1, last >> 1
    return not last and (one, other) == (old, new)


def _up(at: int, last: int) -> tuple[int, int]:
    """Pass over the levels at which the node has no sibling."""
    while at and not at & 1:
        at, last = at >> 1, last >> 1
    return at, last
