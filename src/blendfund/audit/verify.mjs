const USAGE = `node verify.mjs EVENTS.jsonl VERIFIER_KEY CHECKPOINT...   (Node 18, rien d'autre / nothing else)

Sans blendfund : VERIFIER_KEY (une clé, ou un fichier de clés) a-t-elle signé chaque point de
contrôle, et les premiers événements sont-ils ceux qu'il a scellés ? / Without blendfund: did
it sign every checkpoint, and are the first events those signed for (RFC 9162, c2sp.org)?
`;
import { createHash, createPublicKey, verify } from "node:crypto";
import { existsSync, openSync, readFileSync, readSync, statSync } from "node:fs";

const NOTE = /^(([^\s+]+)\n(0|[1-9][0-9]{0,17})\n(\S{44})\n)\n((?:— [^\s+]+ \S+\n)+)$/u;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const FIELDS = ["position", "stream_id", "version", "topic", "state"];
const [OPEN, COMMA, COLON, CLOSE] = [/\{[ \t\r\n]*/y, /[ \t\r\n]*,[ \t\r\n]*/y, /[ \t\r\n]*:[ \t\r\n]*/y, /[ \t\r\n]*\}\n?$/y];
const INTEGER = /-?(?:0|[1-9][0-9]*)(?![0-9.eE])/y;
const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
const sha256 = (...parts) => parts.reduce((hash, part) => hash.update(part), createHash("sha256")).digest();
const LEAF = Buffer.from("\0blendfund-event-v1\n");
const u64 = (number, bytes = Buffer.alloc(8)) => (bytes.writeBigUInt64BE(BigInt(number)), bytes);
const parent = (left, right) => sha256("\x01", left, right);
const UNREADABLE = new Error(), UNSIGNED = new Error();
const must = (truth, wrong = UNREADABLE) => { if (!truth) throw wrong; };

function decoded(text, size) {
  const raw = Buffer.from(text, "base64"); // skips what is no base64: written again, it must be the same
  must(raw.toString("base64") === text && (size === undefined || raw.length === size));
  return raw;
}

function keysOf(given) {
  const keys = new Map();
  const text = existsSync(given) && statSync(given).isFile() ? utf8.decode(readFileSync(given)) : given;
  for (const line of text.split(/\s+/u).filter(Boolean)) {
    const [, name, id, key] = /^([^+]*)\+([^+]*)\+(.*)$/u.exec(line);
    const raw = decoded(key, 33);
    must(raw[0] === 1 && id === sha256(name, "\n\x01", raw.subarray(1)).toString("hex", 0, 4));
    keys.set(`${name}+${id}`, createPublicKey({ format: "jwk", key: { kty: "OKP", crv: "Ed25519", x: raw.toString("base64url", 1) } }));
  }
  return keys;
}

function checkpointOf(path, keys) {
  const [, text, origin, size, root, lines] = NOTE.exec(utf8.decode(readFileSync(path)));
  let signed = false;
  for (const [, name, value] of lines.slice(0, -1).split("\n").map((line) => line.split(" "))) {
    const key = keys.get(`${name}+${decoded(value).toString("hex", 0, 4)}`);
    if (!key || name !== origin) continue; // others may have signed beside it
    must((signed = verify(null, Buffer.from(text), key, decoded(value, 68).subarray(4))), UNSIGNED);
  }
  must(signed, UNSIGNED);
  return { size: BigInt(size), root: decoded(root, 32).toString("hex"), path };
}

function* linesOf(path) {
  let file = openSync(path), chunk = Buffer.alloc(1 << 16), rest = Buffer.alloc(0);
  for (let read, end; (read = readSync(file, chunk)) > 0; must(rest.length <= 1 << 24)) {
    rest = Buffer.concat([rest, chunk.subarray(0, read)]);
    for (; (end = rest.indexOf("\n") + 1) > 0; rest = rest.subarray(end)) yield rest.subarray(0, end);
  }
  if (rest.length) yield rest;
}

// These five fields, in this order, each once (JSON.parse would take the last of two, and round integers).
function fieldsOf(line) {
  let at = 0;
  const take = (pattern) => { pattern.lastIndex = at; const [text] = pattern.exec(line); at += text.length; return text; };
  const string = () => {
    const start = at;
    for (let slashes = 1; slashes & 1;) { // a quote behind an odd number of backslashes ends nothing
      must((at = line.indexOf('"', at + 1)) > 0);
      for (slashes = 0; line[at - 1 - slashes] === "\\";) slashes += 1;
    }
    const text = JSON.parse(line.slice(start, (at += 1)));
    must(typeof text === "string" && !/\p{Surrogate}/u.test(text)); // half a character has no bytes
    return text;
  };
  return [...FIELDS.map((name, index) => {
    must((take(index ? COMMA : OPEN), string()) === name && take(COLON));
    return name === "position" || name === "version" ? BigInt(take(INTEGER)) : string();
  }), take(CLOSE)];
}

function leafOf([position, stream, version, topic, state]) {
  must(UUID.test(stream));
  const [said, text, id] = [Buffer.from(topic), Buffer.from(state), Buffer.from(stream.replaceAll("-", ""), "hex")];
  return sha256(Buffer.concat([LEAF, u64(position), id, u64(version), u64(said.length).subarray(4), said, u64(text.length), text]));
}

function main(events, key, ...paths) {
  const say = (french, english) => `ÉCHEC : ${french}. / FAILED: ${english}.`;
  let step = "VERIFIER_KEY", count = 0, sound = 0, known, tree = [];
  try {
    const keys = keysOf(key);
    known = paths.map((path) => checkpointOf((step = path), keys));
    known.sort((a, b) => ((a.size === b.size ? a.root < b.root : a.size < b.size) ? 1 : -1));
    step = events;
    for (const lines = linesOf(events); ;) {
      while (known.at(-1)?.size === BigInt(count)) {
        const { root, path } = known.pop();
        const found = tree.length ? tree.reduceRight((right, left) => parent(left, right)) : sha256();
        if (root !== found.toString("hex")) return say(`les événements ${sound + 1} à ${count} ne sont pas ceux que ${path} a scellés`, `events ${sound + 1} to ${count} are not those ${path} was signed for`);
        sound = count;
      }
      const { value, done } = lines.next();
      if (done) break;
      const fields = fieldsOf(utf8.decode(value));
      must(fields[0] === BigInt(count + 1) && value.length <= 1 << 24);
      let node = leafOf(fields);
      for (let at = count++; at % 2; at = (at - 1) / 2) node = parent(tree.pop(), node);
      tree.push(node);
    }
  } catch (error) {
    if (error === UNSIGNED) return say(`${step} n'est pas signé par cette clé`, `${step} is not signed by this key`);
    return say(`${step} ne se lit pas comme il faut, ligne ${count + 1}`, `${step} cannot be read as it should, line ${count + 1}`);
  }
  for (const { path, size } of known) return say(`${path} a scellé ${size} événements, il n'en reste que ${count}`, `${path} was signed for ${size} events, ${count} are left`);
  console.log(`OK : ${sound} événements scellés, ${count - sound} depuis. / OK: ${sound} events sealed, ${count - sound} since.`);
}

const wrong = process.argv.length > 4 ? main(...process.argv.slice(2)) : USAGE;
if (wrong) console.error(wrong), (process.exitCode = 1);
