#!/usr/bin/env python3
"""A second verifier of exports, for whoever does not want to trust the first one.

    python3 verify-export.py <export> --trust <trust file>
    python3 verify-export.py --many <folder>

Python 3.8 or newer and its standard library, nothing else: no network, no package, no other file. Written from the line
format, not from libs/log/verify.ts; a test compares both on thousands of good and spoiled exports.
Exit 0 proven, 1 tampered (names the first bad position or range), 2 cannot tell.
--many verifies every NAME.ndjson of a folder with NAME.trust.json (else trust.json) and prints one JSON object a file.
"""

import base64
import functools
import hashlib
import json
import os
import re
import sys

SUITE = "std-1"
REGISTERED, REVOKED = "hub.key.registered", "hub.key.revoked"
CHECKPOINT_EVERY = 256  # lines at most before a checkpoint, in an export of all
MAX_BATCH = 64  # claims at most under one signature
REMEMBERED = 4096  # batch signatures
MAX_SAFE = 2**53 - 1
MOMENT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{3}\+08:00")
SOLID = "[^\\t-\\r \\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000\\ufeff]+"
NOTE = re.compile("([^\\n]+)\\n(0|[1-9][0-9]{0,15})\\n([^\\n]+)\\n\\n((?:— %s %s\\n)+)" % (SOLID, SOLID))
LONE = re.compile("[\ud800-\udfff]")


# Ed25519 (RFC 8032, 5.1), verification only: no secret is handled, so nothing here needs constant time.
P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
ROOT_OF_MINUS_ONE = pow(2, (P - 1) // 4, P)
NEUTRAL = (0, 1, 1, 0)  # extended coordinates: X, Y, Z, T with x = X/Z, y = Y/Z, xy = T/Z


def add(p, q):
    a = (p[1] - p[0]) * (q[1] - q[0]) % P
    b = (p[1] + p[0]) * (q[1] + q[0]) % P
    c = 2 * p[3] * q[3] * D % P
    d = 2 * p[2] * q[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % P, g * h % P, f * g % P, e * h % P


def decode_point(data):
    """The point of 32 bytes; None when y is not below p, or no point has this y and sign (5.1.3)."""
    y = int.from_bytes(data, "little")
    sign, y = y >> 255, y & (2**255 - 1)
    if y >= P:
        return None
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P != 0:
        x = x * ROOT_OF_MINUS_ONE % P
    if (x * x - square) % P != 0 or (x == 0 and sign == 1):
        return None
    if x & 1 != sign:
        x = P - x
    return x, y, 1, x * y % P


def encode_point(p):
    inverse = pow(p[2], P - 2, P)
    x, y = p[0] * inverse % P, p[1] * inverse % P
    return (y | (x & 1) << 255).to_bytes(32, "little")


def multiples(point):
    """16 multiples of the point at each of 64 hexadecimal places, so that a product is 64 additions."""
    table = []
    for _ in range(64):
        row = [NEUTRAL]
        for _ in range(15):
            row.append(add(row[-1], point))
        table.append(row)
        point = add(row[-1], point)
    return table


def times(table, number):
    result = NEUTRAL
    for row in table:
        if number & 15:
            result = add(result, row[number & 15])
        number >>= 4
    return result


BASE = multiples(decode_point((4 * pow(5, P - 2, P) % P).to_bytes(32, "little")))


@functools.lru_cache(maxsize=256)
def negative_key(key):
    """Multiples of minus the key's point; None when the bytes are no point."""
    point = decode_point(key)
    return None if point is None else multiples((P - point[0], point[1], 1, P - point[3]))


def ed25519(key, message, signature):
    """Whether the key signed the message. S must be below the order; R is compared as bytes, so it must be canonical too."""
    if len(key) != 32 or len(signature) != 64:
        return False
    r, s = signature[:32], int.from_bytes(signature[32:], "little")
    table = negative_key(key)
    if table is None or s >= ORDER:
        return False
    k = int.from_bytes(hashlib.sha512(r + key + message).digest(), "little") % ORDER
    return encode_point(add(times(BASE, s), times(table, k))) == r


# Bytes and JSON
def sha256(*parts):
    return hashlib.sha256(b"".join(parts)).digest()


def node(left, right):
    return sha256(b"\x01", left, right)


def unbase64(text, length):
    """Bytes of canonical standard base64 of this length; None for anything else."""
    if not isinstance(text, str):
        return None
    try:
        data = base64.b64decode(text.encode("ascii"), validate=True)
    except ValueError:
        return None
    return data if len(data) == length and base64.b64encode(data).decode() == text else None


def hashes(values):
    decoded = [unbase64(value, 32) for value in values] if isinstance(values, list) else [None]
    return None if None in decoded else decoded


def number(text):
    """A number as every JSON reader with 64-bit floats sees it: whole ones as int, -0 as 0."""
    value = float(text)
    return int(value) if abs(value) <= MAX_SAFE and value == int(value) else value


def refuse(name):
    raise ValueError(name)


def parse(text):
    """The JSON value; Ellipsis (which no JSON is) when it is none."""
    try:
        return json.loads(text, parse_int=number, parse_float=number, parse_constant=refuse)
    except (ValueError, RecursionError):
        return ...


def is_size(value):
    return type(value) is int and 0 <= value <= MAX_SAFE


def quoted(text):
    return LONE.sub(lambda found: "\\u%04x" % ord(found[0]), json.dumps(text, ensure_ascii=False))


def canonical(value):
    """RFC 8785 with whole numbers only; ValueError on what the line format refuses."""
    if value is True or value is False:
        return "true" if value else "false"
    if type(value) is int:
        return str(value)
    if isinstance(value, str):
        if LONE.search(value):
            raise ValueError("lone surrogate")
        return quoted(value)
    if isinstance(value, list):
        return "[" + ",".join(map(canonical, value)) + "]"
    if isinstance(value, dict):
        names = sorted(value, key=lambda name: name.encode("utf-16-be", "surrogatepass"))
        return "{" + ",".join(canonical(name) + ":" + canonical(value[name]) for name in names) + "}"
    raise ValueError("null or a fraction")


def compact(value):
    """JSON without spaces, members in the order in which they stand; fractions never occur in what we compare with it."""
    if isinstance(value, dict):
        return "{" + ",".join(quoted(name) + ":" + compact(member) for name, member in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ",".join(map(compact, value)) + "]"
    if isinstance(value, str):
        return quoted(value)
    return json.dumps(value)


def is_compact(value, text):
    try:
        return compact(value) == text
    except RecursionError:  # nested too deep
        return False


def members(value):
    return ",".join(sorted(value)) if isinstance(value, dict) else ""


# The tree (RFC 6962; proofs are climbed as RFC 9162, 2.1, says)
class Edge:
    """The right edge of a growing tree: roots of its complete subtrees, largest first."""

    def __init__(self):
        self.size, self.stack = 0, []

    def push(self, leaf):
        rest = self.size
        while rest % 2 == 1:
            leaf, rest = node(self.stack.pop(), leaf), rest // 2
        self.stack.append(leaf)
        self.size += 1

    def root(self):
        if not self.stack:
            return sha256()
        return functools.reduce(lambda right, left: node(left, right), reversed(self.stack))


def root_from_path(index, size, leaf, path):
    """The root that an inclusion path leads to; None when it has the wrong length."""
    if index >= size:
        return None
    fn, sn = index, size - 1
    for sibling in path:
        if sn == 0:
            return None
        if fn % 2 == 1 or fn == sn:
            leaf = node(sibling, leaf)
            while fn % 2 == 0 and fn != 0:
                fn, sn = fn // 2, sn // 2
        else:
            leaf = node(leaf, sibling)
        fn, sn = fn // 2, sn // 2
    return leaf if sn == 0 else None


def consistency_roots(old_size, size, path, old_root):
    """Old and new root that a consistency proof leads to (0 < old < new); None when it has the wrong length."""
    fn, sn = old_size - 1, size - 1
    while fn % 2 == 1:
        fn, sn = fn // 2, sn // 2
    if fn == 0:  # a power of two: the old root itself is where the climb begins
        path = [old_root] + path
    if not path:
        return None
    old = new = path[0]
    for sibling in path[1:]:
        if sn == 0:
            return None
        if fn % 2 == 1 or fn == sn:
            old, new = node(sibling, old), node(sibling, new)
            while fn % 2 == 0 and fn != 0:
                fn, sn = fn // 2, sn // 2
        else:
            new = node(new, sibling)
        fn, sn = fn // 2, sn // 2
    return (old, new) if sn == 0 else None


# Findings
class Finding(Exception):
    """Something is not what was signed: at a position, or between two."""

    def __init__(self, place, what):
        super().__init__(what)
        self.place = place


class CannotTell(Exception):
    """Nothing can be said about this file."""


def at(position, what):
    return Finding({"position": position}, what)


def between(first, last, what):
    return Finding({"range": {"from": first, "to": max(first, last)}}, what)


def open_checkpoint(trust, note):
    """Size and root of a signed note of the trusted key and origin; None for any other text."""
    found = NOTE.fullmatch(note) if isinstance(note, str) else None
    if not found or found[1] != trust["origin"]:
        return None
    root = unbase64(found[3], 32)
    if root is None:
        return None
    text = "\n".join([found[1], found[2], found[3], ""]).encode()
    key_hash = sha256(trust["origin"].encode() + b"\n", b"\x01", trust["key"])[:4]
    for line in found[4].split("\n")[:-1]:
        _, name, value = line.split(" ")
        data = unbase64(value, 68) if name == trust["origin"] else None
        if data and data[:4] == key_hash and ed25519(trust["key"], text, data[4:]):
            return int(found[2]), root
    return None


def read_trust(value):
    if not isinstance(value, dict):
        raise CannotTell("no trust file, or it cannot be read")
    key = unbase64(value.get("publicKey"), 32)
    origin = value.get("origin")
    if value.get("suite") != SUITE:
        raise CannotTell("the trust file names another suite")
    if not isinstance(origin, str) or origin == "" or LONE.search(origin) or key is None:
        raise CannotTell("the trust file lacks origin or publicKey")
    trust = {"origin": origin, "key": key, "known": None}
    if "checkpoint" in value:
        trust["known"] = open_checkpoint(trust, value["checkpoint"])
        if trust["known"] is None:
            raise CannotTell("the checkpoint in the trust file does not fit its key")
    return trust


def read_header(text):
    value = parse(text)
    if not isinstance(value, dict) or len(value) != 5 or not is_compact(value, text):
        raise CannotTell("the first line is no export header")
    origin, first, last, of = (value.get(name) for name in ("origin", "from", "to", "of"))
    version = value.get("export")
    good = type(version) is int and version == 1 and isinstance(origin, str) and is_size(first) and is_size(last) and first >= 1
    if not good or of not in ("all", "range", "subject"):
        raise CannotTell("the first line is no export header")
    return origin, first, last, of


class Export:
    """Reads an export object by object; raises a Finding at the first place that is not what was signed."""

    def __init__(self, trust, header):
        self.trust = trust
        self.origin, self.first, self.last, self.of = header
        self.all = self.of == "all"  # of the whole log, or else a part with proofs
        self.edge, self.keys, self.batches = Edge(), {}, set()
        self.position, self.recorded_at, self.last_good, self.done = 0, "", 0, False
        self.lines = {"whole": 0, "author": 0, "stub": 0}
        self.subject, self.version = None, 0 if self.first == 1 else None  # of an export of one; one that begins later begins with any
        self.unproven = self.tree_size = self.consistency = None
        self.reached = []  # (position, root): the first proven root, and the first that is another
        known = trust["known"][0] if trust["known"] else 0
        if self.origin != trust["origin"]:
            raise between(1, self.last, "the export is not of the log that the trust file names")
        if self.all and (self.first != 1 or self.last < known):
            raise between(self.last + 1, known, "shorter than the checkpoint in the trust file")

    def take(self, text):
        here = self.position + (1 if self.unproven is None else 0)
        value = parse(text)
        if not isinstance(value, dict):
            raise at(here, "no JSON object")
        shape = members(value)
        is_line = shape in ("bound,claim,stamp", "boundHash,claim,stamp", "leafHash,position")
        if self.done:
            raise at(here, "something follows the last checkpoint")
        if not is_line and not is_compact(value, text):
            raise at(here, "not canonical")
        if (self.unproven is not None) != (shape == "proof"):
            raise at(here, "lines and proofs do not come in pairs")
        if is_line:
            self.line(text, value)
        elif shape == "checkpoint" and isinstance(value["checkpoint"], str):
            self.checkpoint(value["checkpoint"])
        elif shape == "proof" and members(value["proof"]) == "hashes,position,treeSize":
            self.proof(value["proof"])
        elif shape == "consistency" and not self.all and members(value["consistency"]) == "from,hashes,to":
            self.keep_consistency(value["consistency"])
        else:
            raise at(here, "unknown content")

    def end(self):
        if not self.done:
            raise between(self.last_good + 1, self.last, "incomplete: no checkpoint at the end")
        known = self.trust["known"][0] if self.trust["known"] else 0
        if not self.all and 0 < known < self.tree_size and (self.consistency is None or self.consistency[0] != known):
            raise CannotTell("no proof that this log continues the checkpoint in the trust file: export with known size %d" % known)
        listed = sum(self.lines.values())
        what = "all %d lines" % self.last if self.all else "%d lines of positions %d to %d" % (listed, self.first, self.last)
        detail = "%s as signed by %s%s" % (what, self.trust["origin"], self.open(listed))
        return {"verdict": "proven", "exit": 0, "detail": detail, "complete": self.lines["whole"] == (self.tree_size or self.last), "lines": self.lines}

    def open(self, listed):
        """What is not proven of a good export, because it is not in it."""
        open_points = []
        if self.lines["author"]:
            open_points.append("whom %d lines are about" % self.lines["author"])
        if self.lines["stub"]:
            open_points.append("content and signature of %d lines (leaf hash only; keys may be revoked there)" % self.lines["stub"])
        if listed < self.last:
            open_points.append("lines that are not listed (keys may be revoked there)")
        if self.tree_size is not None and self.tree_size > self.last:
            open_points.append("lines %d to %d" % (self.last + 1, self.tree_size))
        if listed < self.last and self.of == "subject":
            open_points.append("that nothing about the subject follows")
        return "; not proven: " + "; ".join(open_points) if open_points else ""

    # lines
    def line(self, text, value):
        parts = None if "leafHash" in value else self.parts(text, value)
        claimed = (parts["stamped"] if parts else value).get("position")
        said = parts["said"] if parts else {}
        is_key = said.get("type") in (REGISTERED, REVOKED)
        self.step(claimed if is_size(claimed) else 0, is_key)
        if parts:
            self.stamp(parts["stamped"])
            if self.position == 1:
                self.key(said)  # the hub's own key signs itself
            self.signature(parts)
            if self.position > 1:
                self.key(said)
            leaf = sha256(b"\x00", sha256(parts["claim"]), sha256(parts["stamp"]), parts["boundHash"])
        else:
            leaf = unbase64(value["leafHash"], 32)
            if leaf is None or not is_size(value["position"]) or canonical(value) != text:
                raise at(self.position, "the leaf hash is not canonical")
        if self.of == "subject" and not is_key:
            self.follow(parts and parts["bound"])
        self.lines["stub" if not parts else "author" if parts["bound"] is None else "whole"] += 1
        if not self.all:
            self.unproven = leaf
            return
        self.edge.push(leaf)
        self.compare_known(self.edge.size, self.edge.root)

    def follow(self, bound):
        """A subject's lines have versions 1, 2, 3 ...: none may be missing between two. One whose bound is not there takes the next."""
        expected = None if self.version is None else self.version + 1
        if bound is not None:
            subject, version = bound.get("subject"), bound.get("version")
            self.subject = subject if self.subject is None else self.subject
            expected = version if expected is None else expected
            if not is_size(version) or version != expected or not isinstance(subject, str) or subject != self.subject:
                raise at(self.position, "a line of the subject is missing before this one, or it is another subject's")
        self.version = expected

    def parts(self, text, value):
        """The parts of a line, which must be exactly the concatenation of their canonical texts."""
        said, stamped, bound = (value.get(name) for name in ("claim", "stamp", "bound"))
        bound_hash = unbase64(value.get("boundHash"), 32)
        try:
            if not isinstance(said, dict) or not isinstance(stamped, dict) or (not isinstance(bound, dict) and bound_hash is None):
                raise ValueError("no line")
            claim, stamp = canonical(said), canonical(stamped)
            first = '"bound":' + canonical(bound) if isinstance(bound, dict) else '"boundHash":' + canonical(value["boundHash"])
            if text != '{%s,"claim":%s,"stamp":%s}' % (first, claim, stamp):
                raise ValueError("not canonical")
        except (ValueError, RecursionError):
            raise at(self.position + 1, "no canonical line") from None
        if bound_hash is None:
            bound_hash = sha256(canonical(bound).encode())
        texts = {"claim": claim.encode(), "stamp": stamp.encode(), "boundHash": bound_hash}
        return {"said": said, "stamped": stamped, "bound": bound, **texts}

    def step(self, position, is_key):
        here = self.position + 1
        if position > self.last or (position != here if self.all else position < here):
            raise at(here, "position %d stands here" % position)
        if position < self.first and not is_key:
            raise at(position, "outside what was asked for")
        if self.of == "range" and position > max(here, self.first):
            raise at(max(here, self.first), "missing from the range")
        if self.all and position - self.last_good > CHECKPOINT_EVERY:
            raise between(self.last_good + 1, position, "no checkpoint within %d lines" % CHECKPOINT_EVERY)
        self.position = position

    def stamp(self, stamped):
        recorded_at = stamped.get("recordedAt")
        if stamped.get("suite") != SUITE:
            raise at(self.position, "another suite")
        if not isinstance(recorded_at, str) or not MOMENT.fullmatch(recorded_at) or recorded_at < self.recorded_at:
            raise at(self.position, "received before the line in front of it, or no moment")
        self.recorded_at = recorded_at

    # signatures and keys
    def valid(self, key_id, department):
        key = self.keys.get(key_id) if isinstance(key_id, str) else None
        return key if key and key["department"] == department and key["from"] <= self.position <= key["to"] else None

    def signature(self, parts):
        batch = parts["stamped"].get("batch")
        batch = batch if isinstance(batch, dict) else {}
        key = self.valid(batch.get("keyId"), parts["said"].get("department"))
        if key is None:
            raise at(self.position, "signed with a key that is not valid here, or not of this department")
        path, index, size = hashes(batch.get("path")), batch.get("index"), batch.get("size")
        fits = path is not None and is_size(index) and is_size(size) and size <= MAX_BATCH
        root = root_from_path(index, size, sha256(b"\x00", parts["claim"]), path) if fits else None
        if root is None:
            raise at(self.position, "the batch path does not fit")
        rows = ["lianhu-batch/1", self.trust["origin"], key["department"], batch["keyId"], str(size), base64.b64encode(root).decode(), ""]
        text, signature = "\n".join(rows).encode(), unbase64(batch.get("signature"), 64)
        if (text, signature) in self.batches:
            return
        if signature is None or not ed25519(key["key"], text, signature):
            raise at(self.position, "the department's signature does not fit the claim")
        if len(self.batches) >= REMEMBERED:
            self.batches.clear()
        self.batches.add((text, signature))

    def key(self, said):
        data = said.get("data")
        data = data if isinstance(data, dict) else {}
        kind, department, key_id = said.get("type"), data.get("department"), data.get("keyId")
        if self.position == 1 and (kind != REGISTERED or department != "hub"):
            raise at(1, "the first line is not the hub's own key")
        if kind not in (REGISTERED, REVOKED):
            return
        if said.get("department") != "hub" or not isinstance(department, str) or not isinstance(key_id, str):
            raise at(self.position, "no event of a key")
        if kind == REGISTERED:
            self.register(data, department, key_id)
            return
        key = self.keys.get(key_id)
        if key is None or key["department"] != department:
            raise at(self.position, "the revoked key was never registered")
        key["to"] = min(key["to"], self.position)

    def register(self, data, department, key_id):
        public = unbase64(data.get("publicKey"), 32)
        if data.get("algorithm") != "Ed25519" or public is None or key_id in self.keys:
            raise at(self.position, "the key is not as it must be, or its id stands twice")
        if any(key["department"] == department for key in self.keys.values()):
            previous = data.get("previous")
            previous = previous if isinstance(previous, dict) else {}
            old, signature = self.valid(previous.get("keyId"), department), unbase64(previous.get("signature"), 64)
            text = "\n".join(["lianhu-key/1", self.trust["origin"], department, key_id, base64.b64encode(public).decode(), ""])
            if old is None or signature is None or not ed25519(old["key"], text.encode(), signature):
                raise at(self.position, "the new key is not signed by a valid older one")
        start = 1 if self.position == 1 else self.position + 1
        self.keys[key_id] = {"department": department, "key": public, "from": start, "to": MAX_SAFE + 1}

    # checkpoints and proofs
    def compare_known(self, size, root):
        known = self.trust["known"]
        if known and known[0] == size and known[1] != root():
            raise between(self.last_good + 1, max(size, 1), "another root than the checkpoint in the trust file")

    def checkpoint(self, note):
        def wrong(what):
            return between(self.last_good + 1, self.position if self.all else self.last, what)

        opened = open_checkpoint(self.trust, note)
        if opened is None:
            raise wrong("a checkpoint that the trusted key did not sign")
        if not self.all:
            self.last_checkpoint(*opened)
            return
        if opened[0] != self.edge.size:
            raise wrong("a checkpoint of another size than this place")
        if opened[1] != self.edge.root():
            raise wrong("the lines do not give the checkpoint's root")
        self.last_good = self.edge.size
        self.done = self.edge.size == self.last

    def proof(self, proof):
        path, size = hashes(proof.get("hashes")), proof.get("treeSize")
        position = proof.get("position")
        if path is None or not is_size(size) or size < self.last or type(position) is not int or position != self.position:
            raise at(self.position, "no proof of this line")
        if self.tree_size is None:
            self.tree_size = size
        root = root_from_path(self.position - 1, size, self.unproven, path) if size == self.tree_size else None
        if root is None:
            raise at(self.position, "the proof does not fit the size of the tree")
        if len(self.reached) < 2 and not (self.reached and self.reached[0][1] == root):
            self.reached.append((self.position, root))
        self.unproven = None

    def keep_consistency(self, proof):
        path, old, new = hashes(proof.get("hashes")), proof.get("from"), proof.get("to")
        fits = path is not None and is_size(old) and is_size(new) and 1 <= old <= new and self.consistency is None
        if not fits or (self.tree_size is not None and new != self.tree_size):
            raise at(self.position + 1, "no consistency proof of this tree")
        self.consistency = old, path

    def last_checkpoint(self, size, root):
        if (self.tree_size is not None and size != self.tree_size) or size < self.last:
            raise between(1, self.last, "the checkpoint is of another size than the proofs")
        for position, reached in self.reached:
            if reached != root:
                raise at(position, "the line is not under the checkpoint's root")
        if self.of == "range" and self.position < self.last and self.first <= self.last:
            raise at(max(self.first, self.position + 1), "missing from the range")
        known = self.trust["known"]
        if known and size < known[0]:
            raise between(size + 1, known[0], "shorter than the checkpoint in the trust file")
        self.compare_known(size, lambda: root)
        self.tree_size = size
        if self.consistency and not self.consistent(*self.consistency, size, root):
            raise between(1, size, "the consistency proof does not hold")
        self.done = True

    def consistent(self, old_size, path, size, root):
        known = self.trust["known"]
        old_root = known[1] if known and known[0] == old_size else None
        if old_size == size:
            return path == []
        roots = consistency_roots(old_size, size, path, old_root or root)
        if old_root is None and old_size & (old_size - 1) == 0:
            return roots is not None  # the old root is not in such a proof, and nobody brought it
        return roots is not None and roots[1] == root and old_root in (None, roots[0])


def lines_of(path):
    with open(path, "rb") as file:
        for line in file:
            yield line[:-1].decode("utf-8", "replace") if line.endswith(b"\n") else line.decode("utf-8", "replace")


def read_json(path):
    try:
        with open(path, "rb") as file:
            text = file.read().decode("utf-8", "replace")
        return parse(text[1:] if text.startswith("\ufeff") else text)
    except (OSError, TypeError):
        return ...


def verify(export_path, trust_path):
    """The verdict as an object: verdict, exit, detail, and position or range."""
    try:
        trust = read_trust(read_json(trust_path))
        reading = None
        for text in lines_of(export_path):
            if reading is None:
                reading = Export(trust, read_header(text))
            else:
                reading.take(text)
        if reading is None:
            raise CannotTell("the file is empty")
        return reading.end()
    except Finding as finding:
        return {"verdict": "tampered", "exit": 1, "detail": str(finding), **finding.place}
    except (CannotTell, OSError, RecursionError) as error:
        return {"verdict": "cannot-tell", "exit": 2, "detail": str(error)}


def many(folder):
    for name in sorted(os.listdir(folder)):
        if not name.endswith(".ndjson"):
            continue
        own = os.path.join(folder, name[: -len(".ndjson")] + ".trust.json")
        trust = own if os.path.exists(own) else os.path.join(folder, "trust.json")
        print(json.dumps({"file": name, **verify(os.path.join(folder, name), trust)}))


def main(args):
    if len(args) == 2 and args[0] == "--many":
        many(args[1])
        return 0
    if "--help" in args or not args or len(args) not in (1, 3) or (len(args) == 3 and args[1] != "--trust"):
        print(__doc__)
        return 0 if "--help" in args else 2
    result = verify(args[0], args[2] if len(args) == 3 else None)
    place = "position %d: " % result["position"] if "position" in result else ""
    if "range" in result:
        place = "positions %(from)d to %(to)d: " % result["range"]
    print("%s  %s%s" % (result["verdict"], place, result["detail"]))
    return result["exit"]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
