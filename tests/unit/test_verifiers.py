"""Both verifiers, on files made here alone: published vectors, and every way to err."""

from __future__ import annotations

import json
import struct
from base64 import b64decode, b64encode
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Final

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from tests.verifiers import EACH, FOLDER, NODE, PYTHON, agreed, verified

from blendfund.application.auditing import handover

if TYPE_CHECKING:
    from pathlib import Path

ORIGIN: Final = "blendfund/01980000-0000-7000-8000-000000000001"
STREAM: Final = "0198abcd-0000-7000-8000-000000000009"
# Published test vectors of Certificate Transparency (RFC 6962).
LEAVES: Final = tuple(
    bytes.fromhex(text)
    for text in (
        *("", "00", "10", "2021", "3031", "40414243", "5051525354555657"),
        "606162636465666768696a6b6c6d6e6f",
    )
)
ROOTS: Final = (
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
)
# The example checkpoint of C2SP tlog-checkpoint, and the key of its log.
PUBLISHED: Final = (
    "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\n"
    "— example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5"
    "/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=\n"
)


def tree(leaves: list[bytes]) -> bytes:
    """Give the Merkle tree hash as RFC 6962, 2.1 defines it."""
    if len(leaves) < 2:
        return sha256(b"\0" + leaves[0] if leaves else b"").digest()
    half = 1
    while half * 2 < len(leaves):
        half *= 2
    return sha256(b"\1" + tree(leaves[:half]) + tree(leaves[half:])).digest()


def entry(line: dict[str, Any]) -> bytes:
    topic, state = (str(line[name]).encode() for name in ("topic", "state"))
    stream = bytes.fromhex(line["stream_id"].replace("-", ""))
    head = b"blendfund-event-v1\n" + struct.pack(">Q", line["position"]) + stream
    head += struct.pack(">QI", line["version"], len(topic)) + topic
    return head + struct.pack(">Q", len(state)) + state


class Signer:
    """Somebody's key, and what they sign with it."""

    def __init__(self, name: str = ORIGIN, seed: int = 7) -> None:
        self.name = name
        self.private = Ed25519PrivateKey.from_private_bytes(bytes([seed]) * 32)
        self.public = b"\1" + self.private.public_key().public_bytes_raw()
        self.id = sha256(name.encode() + b"\n" + self.public).digest()[:4]

    @property
    def key(self) -> str:
        return f"{self.name}+{self.id.hex()}+{b64encode(self.public).decode()}"

    def line(self, text: str) -> str:
        signed = self.id + self.private.sign(text.encode())
        return f"— {self.name} {b64encode(signed).decode()}\n"

    def note(self, size: int, root: bytes, origin: str = ORIGIN) -> str:
        text = f"{origin}\n{size}\n{b64encode(root).decode()}\n"
        return f"{text}\n{self.line(text)}"


SIGNER: Final = Signer()


class Kept:
    """Files in a folder: a history, and notes that seal some of it."""

    def __init__(self, folder: Path, count: int = 13) -> None:
        self.folder = folder
        self.lines: list[dict[str, Any]] = [
            {
                "position": at,
                "stream_id": STREAM[: -len(f"{at:04x}")] + f"{at:04x}",
                "version": 1 + at % 3,
                "topic": "expense-paid/1",
                "state": f'{{"on":"2026-01-{at:02d}","note":"é \\u00e8 \\\\ " {at} €𝄞"}}',
            }
            for at in range(1, count + 1)
        ]
        self.events = folder / "events.jsonl"
        self.key = folder / "key.txt"
        self.key.write_text(f"{SIGNER.key}\n", encoding="utf-8")
        self.write(b"".join(self.said(line) for line in self.lines))

    @staticmethod
    def said(line: dict[str, Any], **how: Any) -> bytes:
        how = {"ensure_ascii": False, "separators": (",", ":"), **how}
        return json.dumps(line, **how).encode() + b"\n"

    def write(self, content: bytes) -> None:
        self.events.write_bytes(content)

    def root(self, size: int) -> bytes:
        return tree([entry(line) for line in self.lines[:size]])

    def note(self, size: int, text: str = "", name: str = "") -> Path:
        path = self.folder / (name or f"note-{size}.txt")
        path.write_text(text or SIGNER.note(size, self.root(size)), encoding="utf-8")
        return path


@pytest.fixture
def kept(tmp_path: Path) -> Kept:
    return Kept(tmp_path)


def test_the_tree_of_these_tests_is_the_published_one() -> None:
    assert [tree(list(LEAVES[:size])).hex() for size in range(1, 9)] == list(ROOTS)


def test_both_verify_every_prefix_at_once(kept: Kept) -> None:
    notes = [kept.note(size) for size in range(14)]
    assert agreed(kept.events, kept.key, *reversed(notes)) == (
        0,
        "OK : 13 événements scellés, 0 depuis. / OK: 13 events sealed, 0 since.\n",
        "",
    )


@pytest.mark.parametrize("size", range(14))
def test_what_comes_after_a_checkpoint_is_counted(kept: Kept, size: int) -> None:
    said = agreed(kept.events, SIGNER.key, kept.note(size))
    assert said.code == 0
    assert f"OK: {size} events sealed, {13 - size} since." in said.stdout


def test_the_published_checkpoint_is_read_as_one(kept: Kept) -> None:
    """Its signature is by a key that is not ours: it is refused for that alone."""
    note = kept.note(0, PUBLISHED)
    said = agreed(kept.events, Signer("example.com/behind-the-sofa").key, note)
    assert said.code == 1
    assert "is not signed by this key" in said.stderr


def test_others_may_sign_beside_it(kept: Kept) -> None:
    text = SIGNER.note(5, kept.root(5))
    other = Signer("témoin.example", 9)
    said = text.partition("\n\n")[0] + "\n"
    before = f"{said}\n{other.line(said)}{SIGNER.line(said)}{Signer(ORIGIN, 9).line(said)}"
    keys = f"{other.key}\n{SIGNER.key}"
    assert agreed(kept.events, keys, kept.note(5, before)).code == 0
    alone = kept.note(5, f"{said}\n{other.line(said)}")
    assert agreed(kept.events, keys, alone).code == 1, "a witness is not the log"


def test_a_size_beyond_what_a_float_holds_is_told_exactly(kept: Kept) -> None:
    size = 2**53 + 1
    said = agreed(kept.events, kept.key, kept.note(size, SIGNER.note(size, bytes(32))))
    assert (said.code, f"signed for {size} events, 13 are left" in said.stderr) == (1, True)


def test_a_version_beyond_what_a_float_holds_is_hashed_exactly(tmp_path: Path) -> None:
    kept = Kept(tmp_path, 3)
    kept.lines[1]["version"] = 2**63 + 1
    kept.write(b"".join(map(kept.said, kept.lines)))
    assert agreed(kept.events, kept.key, kept.note(3)).code == 0
    kept.lines[1]["version"] = 2**63
    kept.write(b"".join(map(kept.said, kept.lines)))
    note = kept.folder / "note-3.txt"
    assert agreed(kept.events, kept.key, note).code == 1
    kept.lines[1]["version"] = 2**64
    kept.write(b"".join(map(kept.said, kept.lines)))
    assert "line 2" in agreed(kept.events, kept.key, note).stderr


def test_the_same_json_written_otherwise_is_the_same(kept: Kept) -> None:
    notes = [kept.note(7), kept.note(13)]
    for how in ({"ensure_ascii": True}, {"separators": (" ,\t", " : ")}):
        kept.write(b"".join(kept.said(line, **how) for line in kept.lines))
        assert agreed(kept.events, kept.key, *notes).code == 0
    escaped = b"".join(map(kept.said, kept.lines)).replace(
        b'"position"', rb'"p\u006fsition"'
    )
    kept.write(escaped.rstrip(b"\n"))
    assert agreed(kept.events, kept.key, *notes).code == 0
    empty = Kept(kept.folder, 0)
    assert agreed(empty.events, empty.key, empty.note(0)).code == 0


# What is done to a sealed history, and the line that is named; None: a prefix differs.
CHANGES: Final[dict[str, Any]] = {
    "a state": lambda lines: lines[4].update(state=lines[4]["state"].replace("5", "6")),
    "a state's last byte": lambda lines: lines[12].update(state=lines[12]["state"] + " "),
    "a topic": lambda lines: lines[2].update(topic="expense-paid/2"),
    "a version": lambda lines: lines[2].update(version=9),
    "a stream": lambda lines: lines[2].update(stream_id=STREAM),
    "two streams": lambda lines: (
        lines[2].update(stream_id=lines[3]["stream_id"]),
        lines[3].update(stream_id=STREAM),
    ),
    "two states": lambda lines: (
        lines[1].update(state=lines[8]["state"]),
        lines[8].update(state=lines[1]["state"]),
    ),
    "a fact that is taken out": lambda lines: renumbered(lines, lines[:3] + lines[4:]),
    "a fact that is put in": lambda lines: renumbered(
        lines, [*lines[:3], lines[0], *lines[3:]]
    ),
    "facts in another order": lambda lines: renumbered(lines, lines[::-1]),
    "a tail that is cut": lambda lines: lines.__delitem__(slice(10, None)),
}


def renumbered(lines: list[dict[str, Any]], now: list[dict[str, Any]]) -> None:
    lines[:] = [{**line, "position": at} for at, line in enumerate(now, 1)]


@pytest.mark.parametrize("change", CHANGES)
def test_what_was_sealed_cannot_be_changed_unseen(kept: Kept, change: str) -> None:
    note = kept.note(13)
    CHANGES[change](kept.lines)
    kept.write(b"".join(map(kept.said, kept.lines)))
    said = agreed(kept.events, kept.key, note)
    assert (said.code, said.stdout) == (1, "")
    cut = "13 events, 10 are left" if "cut" in change else "events 1 to 13 are not those"
    assert cut in said.stderr or "13 events, 12 are left" in said.stderr


def test_the_first_prefix_that_differs_is_named(kept: Kept) -> None:
    notes = [kept.note(size) for size in (3, 6, 13)]
    kept.lines[4]["topic"] = "expense-paid/2"
    kept.write(b"".join(map(kept.said, kept.lines)))
    assert "events 4 to 6 are not those" in agreed(kept.events, kept.key, *notes).stderr


THIRD: Final = 2
# What is written instead of the third line: both refuse to read it.
UNREADABLE: Final = {
    "nothing": b"\n",
    "no object": b"[1]\n",
    "half a line": b'{"position":3\n',
    "text before": b" {line}\n",
    "text behind": b"{line} \n",
    "a carriage return": b"{line}\r\n",
    "a byte order mark": b"\xef\xbb\xbf{line}\n",
    "invalid UTF-8": b"{line}".replace(b"l", b"l") + b"\xff\n",
    "a field more": b'{open},"more":1}\n',
    "a field twice": b'{"position":3,{rest}\n',
    "a field too few": b'{"position":3,"version":1,"topic":"a/1","state":"{}"}\n',
    "fields in another order": b'{"stream_id":"{id}","position":3,{tail}\n',
    "another position": b'{"position":4,{after}\n',
    "a position before": b'{"position":2,{after}\n',
    "a position as text": b'{"position":"3",{after}\n',
    "a position with decimals": b'{"position":3.0,{after}\n',
    "a position with an exponent": b'{"position":3e0,{after}\n',
    "a position with a zero before": b'{"position":03,{after}\n',
    "no position": b'{"position":null,{after}\n',
    "truth for a version": b'{"position":3,"stream_id":"{id}","version":true,{last}\n',
    "a negative version": b'{"position":3,"stream_id":"{id}","version":-1,{last}\n',
    "a stream in capitals": b'{"position":3,"stream_id":"{ID}","version":1,{last}\n',
    "a stream without dashes": b'{"position":3,"stream_id":"{bare}","version":1,{last}\n',
    "a stream too long": b'{"position":3,"stream_id":"{id}0","version":1,{last}\n',
    "a state that is an object": b'{{until}"topic":"a/1","state":{"a":1}}\n',
    "a state that is a number": b'{{until}"topic":"a/1","state":1}\n',
    "half a character": b'{{until}"topic":"a/1","state":"\\ud800"}\n',
    "a bad escape": b'{{until}"topic":"a/1","state":"\\x"}\n',
    "a control character": b'{{until}"topic":"a/1","state":"\t"}\n',
    "not a number": b'{"position":NaN,{after}\n',
    "a comma at the end": b"{open},}\n",
    "no comma": b'{"position":3 "stream_id":"{id}","version":1,{last}\n',
    "single quotes": b"{'position':3,{after}\n",
    "two objects": b"{line}{line}\n",
    "a line without end": b'{{until}"topic":"a/1","state":"' + b"a" * (1 << 24) + b'"}\n',
}


@pytest.mark.parametrize("what", UNREADABLE)
def test_a_line_that_is_not_what_it_should_be_is_named(kept: Kept, what: str) -> None:
    note, line = kept.note(2), kept.lines[THIRD]
    whole = kept.said(line).rstrip(b"\n")
    after = whole.partition(b",")[2]
    found = line["stream_id"].encode()
    words = {
        b"{line}": whole,
        b"{open}": whole[:-1],
        b"{rest}": whole[1:],
        b"{after}": after,
        b"{tail}": after.partition(b",")[2],
        b"{last}": b'"topic":"a/1","state":"{}"}',
        b"{until}": b'"position":3,"stream_id":"' + found + b'","version":1,',
        b"{id}": found,
        b"{ID}": found.upper(),
        b"{bare}": found.replace(b"-", b""),
    }
    written = UNREADABLE[what]
    for word, meant in words.items():
        written = written.replace(word, meant)
    if what == "invalid UTF-8":
        written = whole.replace("é".encode(), b"\xe9", 1) + b"\n"
    said = [kept.said(one) for one in kept.lines]
    said[THIRD] = written
    kept.write(b"".join(said))
    answer = agreed(kept.events, kept.key, note)
    assert answer.code == 1
    assert answer.stderr == (
        f"ÉCHEC : {kept.events} ne se lit pas comme il faut, ligne 3. /"
        f" FAILED: {kept.events} cannot be read as it should, line 3.\n"
    )


def test_a_history_that_is_not_there_is_said(kept: Kept) -> None:
    note = kept.note(0)
    for path in (kept.folder, kept.folder / "absent"):
        assert "cannot be read" in agreed(path, kept.key, note).stderr


NOTES: Final = {
    "another size": ("\n13\n", "\n12\n"),
    "another root": ("{root}", b64encode(bytes(32)).decode()),
    "another origin": (ORIGIN + "\n", "blendfund/autre\n"),
    "a zero before the size": ("\n13\n", "\n013\n"),
    "a negative size": ("\n13\n", "\n-13\n"),
    "no blank line": ("\n\n", "\n"),
    "a line more": ("\n\n", "\nplus\n\n"),
    "another dash": ("—", "-"),
    "carriage returns": ("\n", "\r\n"),
    "text behind": ("{end}", "{end}\nmerci\n"),
    "no signature": ("{line}", ""),
    "a signature cut short": ("{signature}", "{short}"),
    "a signature that is no base64": ("{signature}", "é" * 92),
    "a signature with a bit more": ("{signature}", "{loose}"),
    "half a signature": ("{signature}", "{half}"),
}


@pytest.mark.parametrize("what", NOTES)
def test_a_checkpoint_that_is_not_as_it_was_signed_is_no_proof(
    kept: Kept, what: str
) -> None:
    text = SIGNER.note(13, kept.root(13))
    line = text.rpartition("\n\n")[2]
    signature = line.split(" ")[2].strip()
    words = {
        "{root}": b64encode(kept.root(13)).decode(),
        "{line}": line,
        "{short}": signature[:-4],
        "{half}": b64encode(b64decode(signature)[:36]).decode(),
        "{loose}": signature[:-2] + chr(ord(signature[-2]) + 1) + signature[-1],
        "{signature}": signature,
        "{end}\nmerci\n": f"{text}merci\n",
        "{end}": text,
    }
    old, new = NOTES[what]
    assert words.get(old, old) in text
    changed = text.replace(words.get(old, old), words.get(new, new))
    assert changed != text
    answer = agreed(kept.events, kept.key, kept.note(13, changed))
    assert (answer.code, answer.stdout) == (1, "")
    assert "is not signed by this key" in answer.stderr or "cannot be read" in answer.stderr


@pytest.mark.parametrize(
    "key",
    [
        *("", "a", "a+b", "a+b+c", f"{SIGNER.key}A", SIGNER.key[:-4]),
        SIGNER.key.replace("+", "+0", 1),
        SIGNER.key.replace(ORIGIN, "blendfund/autre"),
        f"{ORIGIN}+{SIGNER.id.hex()}+{b64encode(bytes(33)).decode()}",
    ],
)
def test_what_is_no_verifier_key_verifies_nothing(kept: Kept, key: str) -> None:
    answer = agreed(kept.events, key, kept.note(13))
    assert (answer.code, answer.stdout) == (1, "")
    assert "VERIFIER_KEY" in answer.stderr or "not signed" in answer.stderr


def test_somebody_elses_key_is_not_this_one(kept: Kept) -> None:
    answer = agreed(kept.events, Signer(seed=9).key, kept.note(13))
    assert (answer.code, "is not signed by this key" in answer.stderr) == (1, True)


def test_several_keys_may_stand_on_one_line_or_in_a_file(kept: Kept) -> None:
    others = [Signer(f"{ORIGIN}{seed}", seed).key for seed in range(1, 5)]
    keys = " ".join([*others, SIGNER.key])
    assert agreed(kept.events, keys, kept.note(13)).code == 0
    kept.key.write_text(keys.replace(" ", "\n"), encoding="utf-8")
    assert agreed(kept.events, kept.key, kept.note(13)).code == 0


@pytest.mark.parametrize("name", EACH)
def test_without_enough_words_it_says_how_it_is_run(kept: Kept, name: str) -> None:
    said = verified(name, kept.events, kept.key)
    assert (said.code, said.stdout) == (1, "")
    assert f"{name} EVENTS.jsonl VERIFIER_KEY CHECKPOINT..." in said.stderr


@pytest.mark.parametrize(("name", "lines"), [(PYTHON, 80), (NODE, 120)])
def test_what_is_handed_over_is_what_is_published(name: str, lines: int) -> None:
    published = (FOLDER / name).read_bytes()
    assert handover.verifier(name) == published
    assert len(published.splitlines()) <= lines
    assert b"blendfund." not in published.replace(b"blendfund-event", b"")
    assert b"require(" not in published
