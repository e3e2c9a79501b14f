import {
  canonical,
  CaseRef,
  Countable,
  definitionOf,
  digestOf,
  Event,
  findUnfit,
  lineText,
  makeClaim,
  recorded,
  Secret,
  type Claim,
  type EventAttributes,
  type EventClass,
  type EventOptions,
  type Json,
  type StoredLine,
} from '@lianhu/kernel';
import { batchText, signBatch, verifyPlace } from './batch';
import { createSigner, openCheckpoint } from './checkpoint';
import { authorText, stubText } from './export';
import { Growth } from './growth';
import { Keyring, keyText, signNextKey } from './keyring';
import { base64, leafHash } from './leaf';
import { consistencyProof, Frontier, inclusionProof, rootOf, verifyConsistency, verifyInclusion } from './merkle';
import { std1 } from './std-1';
import { Tree } from './tree';
import { bytes, vectors, type VectorLine } from './vectors/vectors';
import { verifyExport } from './verify';

const v = vectors();
const claimOf = (line: VectorLine): Claim => JSON.parse(line.claim) as Claim;
const leaves = v.positions.map((line) => bytes(line.leafHash));
const options = (type: string, level: EventOptions['level']): EventOptions => ({
  type,
  version: 1,
  title: type,
  level,
  protection: ['family'],
  basis: 'test',
  example: {},
});

@Event(options('police.dv-call.received', 'L4'))
class DvCall {
  @Secret() alarmNo!: Secret<string>;
  minorRole!: string;
  repeatIn12m?: number;
  weapon?: boolean;
}
@Event(options('education.harm.suspected', 'L5'))
class HarmSuspected {
  @CaseRef() clueRef!: Secret<string>;
  @Countable() situation!: string;
  @Secret() signs!: Secret<string[]>;
}
@Event(options('police.household.registered', 'L3'))
class HouseholdRegistered {
  kind!: string;
}
@Event(options('police.record.withdrawn', 'L3'))
class RecordWithdrawn {
  reason!: string;
}
const CLASSES = new Map<string, EventClass>(
  ([DvCall, HarmSuspected, HouseholdRegistered, RecordWithdrawn] as EventClass[]).map((cls) => [definitionOf(cls).type, cls]),
);

/** The event that a claim was made of: secrets put back, without what the edge adds. */
function eventOf(line: VectorLine): EventAttributes {
  const { department: _d, receivedat: _r, nonce: _n, ...event } = JSON.parse(line.claim) as Record<string, unknown>;
  for (const { pointer, value } of line.secrets ?? []) {
    const path = pointer.slice(1).split('/');
    const owner = path.length === 2 ? (event['data'] as Record<string, unknown>) : event;
    owner[path.at(-1) as string] = value;
  }
  return event as unknown as EventAttributes;
}

describe('canonical JSON and digests', () => {
  test.each(v.canonical)('the canonical text of $text', ({ value, text }) => {
    expect(canonical(value as Json)).toBe(text);
    expect(canonical(JSON.parse(text) as Json)).toBe(text);
  });

  test('null, fractions, lone surrogates and depth are refused before', () => {
    expect(findUnfit({ a: [1, { b: null }] })).toEqual({ pointer: '/a/1/b', rule: 'null' });
    expect(findUnfit({ a: 0.5 })).toEqual({ pointer: '/a', rule: 'integer' });
  });

  const sent = v.positions.filter((line) => line.asSent);
  test.each(sent)('the event as sent at position $position', (line) => {
    expect(canonical(line.asSent as Json)).toBe(line.canonical);
    expect(base64(std1.sha256(line.canonical as string))).toBe(line.sentHash);
  });

  const secrets = v.positions.flatMap((line) =>
    (line.secrets ?? []).map((secret) => ({ ...secret, position: line.position, salt: line.salt as string })),
  );
  test.each(secrets)('the digest of $pointer at position $position', ({ salt, pointer, value, fieldSalt, canonical: text, digest }) => {
    expect(canonical(value as Json)).toBe(text);
    expect(base64(std1.hmac(bytes(salt), pointer))).toBe(fieldSalt);
    expect(digestOf(std1, bytes(salt), pointer, value)).toBe(digest);
  });
});

describe('claims', () => {
  const made = v.positions.filter((line) => line.salt);
  test.each(made)('the claim at position $position is rebuilt from event, salt and nonce', (line) => {
    const claim = claimOf(line);
    const definition = definitionOf(CLASSES.get(claim.type) as EventClass);
    const { department, receivedat } = claim;
    const result = makeClaim(std1, definition, eventOf(line), {
      department,
      receivedat,
      salt: bytes(line.salt as string),
      nonce: bytes(claim.nonce),
    });
    expect(result.claim).toBe(line.claim);
    expect(result.values).toEqual(Object.fromEntries((line.secrets ?? []).map(({ pointer, value }) => [pointer, value])));
  });

  test('from what was sent, with the defaults of the credential and the catalogue and the time in +08:00', () => {
    const line = v.positions[4] as VectorLine;
    const { area, basis, datacontenttype, dataschema, department, nonce, orguscc, purpose, receivedat, source, specversion } = claimOf(line);
    const defaults = { area, basis, datacontenttype, dataschema, orguscc, purpose, source, specversion };
    const event = { ...line.asSent, ...defaults, time: '2026-10-12T08:00:00.000+08:00' } as unknown as EventAttributes;
    const making = { department, receivedat, salt: bytes(line.salt as string), nonce: bytes(nonce) };
    expect(makeClaim(std1, definitionOf(DvCall as EventClass), event, making).claim).toBe(line.claim);
  });
});

describe('batches', () => {
  const of = (keyId: string) => Object.values(v.keys).find((key) => key.keyId === keyId) as Vectors['keys']['hub'];
  type Vectors = typeof v;

  test.each(v.batches)('the batch $root of $keyId: same root, signature and places, and every place verifies', (batch) => {
    const lines = v.positions.filter((line) => (JSON.parse(line.stamp) as { batch: { signature: string } }).batch.signature === batch.signature);
    const owner = { origin: v.origin, department: batch.department, keyId: batch.keyId };
    const signed = signBatch(std1, { ...owner, seed: bytes(of(batch.keyId).seed), claims: lines.map((line) => line.claim) });
    expect(batchText(owner, lines.length, batch.root)).toBe(batch.signedText);
    expect(signed).toMatchObject({ root: batch.root, signature: batch.signature });
    expect(signed.places).toEqual(lines.map((line) => (JSON.parse(line.stamp) as { batch: unknown }).batch));
    const publicKey = bytes(of(batch.keyId).publicKey);
    lines.forEach((line, i) => expect(verifyPlace(std1, { ...owner, publicKey }, line.claim, signed.places[i]!)).toBe(true));
  });

  test('public keys come from their seeds', () => {
    for (const { seed, publicKey } of Object.values(v.keys)) expect(base64(std1.publicKey(bytes(seed)))).toBe(publicKey);
  });

  test('the next key is signed by the last', () => {
    const claim = claimOf(v.positions[7] as VectorLine).data as { keyId: string; department: string; publicKey: string; previous: unknown };
    expect(keyText(v.origin, claim)).toBe(v.keyRotation.signedText);
    expect(signNextKey(std1, v.origin, { keyId: 'police-1', seed: bytes(v.keys.police.seed) }, claim)).toEqual(claim.previous);
  });
});

describe('lines, leaves, roots and proofs', () => {
  test.each(v.positions)('hashes, leaf and text of position $position', (line) => {
    expect(base64(std1.sha256(line.claim))).toBe(line.claimHash);
    expect(base64(std1.sha256(line.stamp))).toBe(line.stampHash);
    expect(base64(std1.sha256(line.bound))).toBe(line.boundHash);
    expect(base64(leafHash(std1, line))).toBe(line.leafHash);
    expect(lineText(line)).toBe(line.line);
    for (const part of [line.claim, line.stamp, line.bound, line.line]) expect(canonical(JSON.parse(part) as Json)).toBe(part);
    expect(recorded(line as StoredLine).position).toBe(line.position);
  });

  test('roots at every size, however the tree is grown', () => {
    const tree = new Tree(std1);
    const frontier = new Frontier(std1);
    for (const leaf of leaves) {
      tree.push(leaf);
      frontier.push(leaf);
    }
    const growth = new Growth(std1, new Frontier(std1), leaves);
    expect(base64(frontier.root())).toBe(v.roots.at(-1)?.root);
    for (const { size, root } of v.roots) {
      expect(base64(rootOf(std1, leaves.slice(0, size)))).toBe(root);
      expect(base64(tree.root(size))).toBe(root);
      expect(base64(growth.root(size))).toBe(root);
    }
  });

  test.each(v.inclusion)('the inclusion proof of position $position in $treeSize', ({ position, treeSize, hashes }) => {
    expect(inclusionProof(std1, leaves.slice(0, treeSize), position - 1).map(base64)).toEqual(hashes);
    const root = rootOf(std1, leaves.slice(0, treeSize));
    const proof = { index: position - 1, treeSize, hashes };
    expect(verifyInclusion(std1, proof, leaves[position - 1]!, root)).toBe(true);
    expect(verifyInclusion(std1, proof, leaves[position % 10]!, root)).toBe(false);
    expect(verifyInclusion(std1, { ...proof, hashes: hashes.slice(1) }, leaves[position - 1]!, root)).toBe(false);
  });

  test.each(v.consistency)('the consistency proof from $from to $to', ({ from, to, hashes }) => {
    expect(consistencyProof(std1, leaves.slice(0, to), from).map(base64)).toEqual(hashes);
    const [old, now] = [rootOf(std1, leaves.slice(0, from)), rootOf(std1, leaves.slice(0, to))];
    expect(verifyConsistency(std1, from, to, old, now, hashes)).toBe(true);
    expect(verifyConsistency(std1, from, to, now, old, hashes)).toBe(false);
    expect(verifyConsistency(std1, from, to, old, now, hashes.slice(1))).toBe(false);
  });

  test.each(v.checkpoints)('the checkpoint of size $size', ({ size, note }) => {
    const root = bytes(v.roots.find((item) => item.size === size)?.root as string);
    expect(createSigner(v.origin, bytes(v.keys.log.seed)).sign(size, root)).toBe(note);
    const trust = { origin: v.origin, publicKey: bytes(v.trust.publicKey) };
    expect(openCheckpoint(std1, trust, note)).toEqual({ size, root });
    expect(openCheckpoint(std1, { ...trust, publicKey: bytes(v.keys.hub.publicKey) }, note)).toBeUndefined();
  });

  test('what the author gets, and what others get', () => {
    const [, , , , fifth, , seventh] = v.positions;
    expect(authorText(fifth as StoredLine & VectorLine)).toBe(v.author);
    expect(stubText(seventh as StoredLine & VectorLine)).toBe(v.stub);
  });
});

describe('keys', () => {
  test('which key counts at which position', () => {
    const ring = new Keyring(std1, v.origin);
    for (const line of v.positions) expect(ring.add(line.position, claimOf(line))).toBeUndefined();
    const valid = (keyId: string) =>
      v.positions
        .map(({ position }) => position)
        .concat(11)
        .filter((position) => ring.at(keyId, position));
    expect(valid('hub-1')).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
    expect(valid('police-1')).toEqual([3, 4, 5, 6, 7, 8, 9]);
    expect(valid('police-2')).toEqual([9, 10, 11]);
    expect(valid('nobody')).toEqual([]);
  });
});

describe('exports', () => {
  async function* lines(list: readonly string[]): AsyncGenerator<string> {
    yield* list;
  }
  test('the whole export and the partial one are proven', async () => {
    expect(await verifyExport(lines(v.export), v.trust)).toMatchObject({ verdict: 'proven', exit: 0 });
    expect(await verifyExport(lines(v.partialExport), v.trust)).toMatchObject({ verdict: 'proven', exit: 0 });
  });
});
