"""python3 verify.py EVENTS.jsonl VERIFIER_KEY CHECKPOINT...   (pip install cryptography)

Sans blendfund : VERIFIER_KEY (une clé, ou un fichier de clés) a-t-elle signé chaque point de
contrôle, et les premiers événements sont-ils ceux qu'il a scellés ? / Without blendfund: did
it sign every checkpoint, and are the first events those signed for (RFC 9162, c2sp.org)?"""
import base64, functools, hashlib, json, os, re, struct, sys
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from pathlib import Path

NOTE = re.compile(r"(([^\s+]+)\n(0|[1-9][0-9]{0,17})\n(\S{44})\n)\n((?:— [^\s+]+ \S+\n)+)")
UUID, NUMBER = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", "0|[1-9][0-9]{0,17}"
EVENT = re.compile(rf'{{"position":({NUMBER}),"stream_id":"({UUID})","version":({NUMBER}),"topic":"([^"\\\0-\x1f]*)","state":"')
UNREADABLE = OSError, ValueError, TypeError, LookupError, AttributeError, RecursionError, struct.error
start_of, size_of, sha256 = struct.Struct(">Q16sQI").pack, struct.Struct(">Q").pack, lambda data: hashlib.sha256(data).digest()
parent = lambda right, left: hashlib.sha256(b"\1" + left + right).digest()
string_at, pairs_at = json.decoder.scanstring, json.JSONDecoder(object_pairs_hook=list).raw_decode
def decoded(text, size):
    raw = base64.b64decode(text, validate=True)
    if len(raw) != size or base64.b64encode(raw).decode() != text: raise ValueError(text)
    return raw

def keys_of(given):
    keys = {}
    for line in (Path(given).read_text() if os.path.isfile(given) else given).split():
        name, key_id, key = line.split("+", 2)
        whole = sha256(name.encode() + b"\n" + (raw := decoded(key, 33)))
        if raw[0] != 1 or whole[:4].hex() != key_id: raise ValueError(key)
        keys[name, whole[:4]] = Ed25519PublicKey.from_public_bytes(raw[1:])
    return keys

def checkpoint_of(path, keys):
    (text, origin, size, root, lines), signed = NOTE.fullmatch(Path(path).read_bytes().decode()).groups(), False
    for name, value in (line.split(" ")[1:] for line in lines.splitlines()):
        key = keys.get((name, base64.b64decode(value, validate=True)[:4]))
        if key and name == origin:  # others may have signed beside it
            signed = key.verify(decoded(value, 68)[4:], text.encode()) is None
    if not signed: raise InvalidSignature
    return int(size), decoded(root, 32), path

def fields_of(line):
    if event := EVENT.match(line):  # as blendfund writes it
        (state, end), (position, stream, version, topic) = string_at(line, event.end()), event.groups()
        if line[end:] in ("}\n", "}"): return int(position), stream, int(version), topic, state
    pairs, end = pairs_at(line)
    names, values = zip(*pairs, strict=True)
    exact = names == ("position", "stream_id", "version", "topic", "state") and type(values[0]) is type(values[2]) is int and line[end:] in ("\n", "")
    return values if exact and re.fullmatch(UUID, values[1]) else None

def leaf_of(line, count):
    position, stream, version, topic, state = fields_of(line)
    if position != count: raise ValueError(line)
    topic, state, stream = topic.encode(), state.encode(), bytes.fromhex(stream.replace("-", ""))
    head = start_of(position, stream, version, len(topic))
    return hashlib.sha256(b"".join((b"\0blendfund-event-v1\n", head, topic, size_of(len(state)), state))).digest()

def main(events, key, *paths):
    step, known, tree, count, sound = "VERIFIER_KEY", [], [], 0, 0
    say = "ÉCHEC : {}. / FAILED: {}.".format
    try:
        keys = keys_of(key)
        for step in paths: known.append(checkpoint_of(step, keys))
        step, known = events, sorted(known, reverse=True)
        with open(events, "rb") as file:
            while True:
                while known and known[-1][0] == count:
                    size, root, path = known.pop()
                    if root != functools.reduce(parent, tree[::-1] or [sha256(b"")]):
                        return say(f"les événements {sound + 1} à {size} ne sont pas ceux que {path} a scellés", f"events {sound + 1} to {size} are not those {path} was signed for")
                    sound = size
                if not (line := file.readline(1 << 24).decode()): break
                node, at = leaf_of(line, count + 1), count
                while at & 1: node, at = parent(node, tree.pop()), at >> 1
                tree.append(node)
                count += 1
    except InvalidSignature: return say(f"{step} n'est pas signé par cette clé", f"{step} is not signed by this key")
    except UNREADABLE: return say(f"{step} ne se lit pas comme il faut, ligne {count + 1}", f"{step} cannot be read as it should, line {count + 1}")
    if known: return say(f"{known[0][2]} a scellé {known[0][0]} événements, il n'en reste que {count}", f"{known[0][2]} was signed for {known[0][0]} events, {count} are left")
    print(f"OK : {sound} événements scellés, {count - sound} depuis. / OK: {sound} events sealed, {count - sound} since.")
if __name__ == "__main__": sys.exit(main(*sys.argv[1:]) if len(sys.argv) > 3 else __doc__)
