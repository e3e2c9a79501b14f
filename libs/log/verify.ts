/**
 * The off-line verifier of exports. It needs this file, Node, the export and the trust file, and nothing else: no
 * database, no network, no other module. Node 22.18 or newer runs it as it stands: `node verify.ts <export> --trust <file>`.
 * Exit 0 proven, 1 tampered, 2 cannot tell.
 */
import { createPublicKey, hash as cryptoHash, verify as cryptoVerify, type KeyObject } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';

/** What the verifier found. `position` or `range` names the first place where the export is not what was signed. */
export interface Verification {
  readonly verdict: 'proven' | 'tampered' | 'cannot-tell';
  readonly exit: 0 | 1 | 2;
  readonly detail: string;
  readonly position?: number;
  readonly range?: { readonly from: number; readonly to: number };
  /** Of a proven export: whether every line from the first to the last stands in it whole. What is open otherwise, `detail` says. */
  readonly complete?: boolean;
  /** Of a proven export: its lines that are whole, those without `bound`, and those of which there is the leaf alone. */
  readonly lines?: { readonly whole: number; readonly author: number; readonly stub: number };
}

type Fields = Readonly<Record<string, unknown>>;
type Checkpoint = { readonly size: number; readonly root: Buffer };
type Trust = { readonly origin: string; readonly publicKey: Buffer; readonly checkpoint?: Checkpoint };
type Header = { readonly origin: string; readonly from: number; readonly to: number; readonly of: 'all' | 'range' | 'subject' };
type Key = { readonly department: string; readonly publicKey: Buffer; readonly from: number; to: number };
/** A line's texts and what they say; the author's has only the hash of bound. */
type Parts = Readonly<{ claim: string; stamp: string; said: Fields; stamped: Fields; bound?: Fields; boundHash: Buffer }>;

const SUITE = 'std-1';
const KEY_EVENTS: readonly unknown[] = ['hub.key.registered', 'hub.key.revoked'];
const CHECKPOINT_EVERY = 256; // lines at most before a checkpoint, in an export of all
const MAX_BATCH = 64; // claims at most under one signature
const REMEMBERED = 4096; // batch signatures, so that 64 events cost one
const MOMENT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}\+08:00$/;
const LONE_SURROGATE = /[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/;

/** What ends a verification without proof; its cause holds the verdict and the place. */
class Finding extends Error {}
const tampered = (what: string, place: Pick<Verification, 'position' | 'range'>): Finding =>
  new Finding(what, { cause: { verdict: 'tampered', exit: 1, ...place } });
const at = (position: number, what: string): Finding => tampered(`序号 ${position} (position ${position})：${what}`, { position });
const between = (from: number, last: number, what: string, to = Math.max(from, last)): Finding =>
  tampered(`序号 ${from}–${to} (positions ${from}–${to})：${what}`, { range: { from, to } });
const cannotTell = (what: string): Finding => new Finding(`无法判断：${what}`, { cause: { verdict: 'cannot-tell', exit: 2 } });
const digest = (data: Buffer | string): Buffer => Buffer.from(cryptoHash('sha256', data, 'binary'), 'latin1');
const sha256 = (...parts: Buffer[]): Buffer => digest(Buffer.concat(parts));
const [LEAF, NODE, SPKI] = [Buffer.of(0), Buffer.of(1), Buffer.from('302a300506032b6570032100', 'hex')]; // the last makes DER of a raw key (RFC 8410)
const node = (left: Buffer, right: Buffer): Buffer => sha256(NODE, left, right);

/** Bytes of canonical standard base64 of this length; undefined for anything else. */
function base64(text: unknown, length: number): Buffer | undefined {
  if (typeof text !== 'string') return undefined;
  const bytes = Buffer.from(text, 'base64');
  return bytes.length === length && bytes.toString('base64') === text ? bytes : undefined;
}

const keyObjects = new Map<string, KeyObject>(); // parsing a key takes as long as verifying a signature
/** Whether this Ed25519 key signed the text. */
function signed(publicKey: Buffer, text: string, signature: Buffer): boolean {
  const name = publicKey.toString('base64');
  if (!keyObjects.has(name)) keyObjects.set(name, createPublicKey({ key: Buffer.concat([SPKI, publicKey]), format: 'der', type: 'spki' }));
  return cryptoVerify(null, Buffer.from(text), keyObjects.get(name) as KeyObject, signature);
}

/** Canonical JSON (RFC 8785 with integers only); throws on what the line format refuses. */
function canonical(value: unknown): string {
  if (typeof value === 'boolean' || Number.isSafeInteger(value)) return JSON.stringify(value);
  if (typeof value === 'string' && /^[\x20\x21\x23-\x5b\x5d-\x7e]*$/.test(value)) return `"${value}"`; // nothing to escape
  if (typeof value === 'string' && !LONE_SURROGATE.test(value)) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value !== 'object' || value === null) throw new TypeError('null, a fraction or a lone surrogate');
  let text = '';
  for (const name of Object.keys(value).sort()) text += `${text && ','}${canonical(name)}:${canonical((value as Fields)[name])}`;
  return `{${text}}`;
}

const isFields = (value: unknown): value is Fields => typeof value === 'object' && value !== null && !Array.isArray(value);
const fieldsOf = (value: unknown): Fields => (isFields(value) ? value : {});
const membersOf = (value: unknown): string => Object.keys(fieldsOf(value)).sort().join();
const isSize = (value: unknown): value is number => typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;

/** Adds a leaf to a tree of `size` leaves that is held by its right edge: the roots of its complete subtrees, largest first. */
function grow(edge: Buffer[], size: number, leaf: Buffer): void {
  let top = leaf;
  for (let rest = size; rest % 2 === 1; rest = Math.floor(rest / 2)) top = node(edge.pop() as Buffer, top);
  edge.push(top);
}
const rootOf = (edge: readonly Buffer[]): Buffer => (edge.length === 0 ? digest('') : edge.reduceRight((right, left) => node(left, right)));

/** Climbs a proof from node `fn` of a level whose last node is `sn`: left siblings join every hash, right ones the last. Source: RFC 9162, 2.1. */
function climb(fn: number, sn: number, start: readonly Buffer[], path: readonly Buffer[]): Buffer[] | undefined {
  const roots = [...start];
  for (const sibling of path) {
    if (sn === 0) return undefined;
    if (fn % 2 === 1 || fn === sn) {
      for (const i of roots.keys()) roots[i] = node(sibling, roots[i] as Buffer);
      for (; fn % 2 === 0 && fn !== 0; fn /= 2) sn = Math.floor(sn / 2);
    } else roots.push(node(roots.pop() as Buffer, sibling));
    [fn, sn] = [Math.floor(fn / 2), Math.floor(sn / 2)];
  }
  return sn === 0 ? roots : undefined;
}

const rootFromPath = (index: number, size: number, leaf: Buffer, path: readonly Buffer[]): Buffer | undefined =>
  index < size ? climb(index, size - 1, [leaf], path)?.[0] : undefined;

/** The roots of `from` and `to` (from < to) that a consistency proof leads to; `known` is needed where `from` is a power of two. */
function rootsFromConsistency(from: number, to: number, path: readonly Buffer[], known?: Buffer): Buffer[] | undefined {
  let [fn, sn] = [from - 1, to - 1];
  for (; fn % 2 === 1; fn = Math.floor(fn / 2)) sn = Math.floor(sn / 2);
  const first = fn === 0 ? known : path[0];
  return first && climb(fn, sn, [first, first], fn === 0 ? path : path.slice(1));
}

function hashes(list: unknown): Buffer[] | undefined {
  const decoded = Array.isArray(list) ? list.map((item) => base64(item, 32)) : undefined;
  return decoded?.every((item) => item !== undefined) ? (decoded as Buffer[]) : undefined;
}

/** Size and root of a signed note of this origin and key; undefined for any other text. */
function openCheckpoint(trust: Trust, note: unknown): Checkpoint | undefined {
  const found = typeof note === 'string' ? /^([^\n]+)\n(0|[1-9]\d{0,15})\n([^\n]+)\n\n((?:— \S+ \S+\n)+)$/.exec(note) : null;
  const root = base64(found?.[3], 32);
  if (!found || !root || found[1] !== trust.origin) return undefined;
  const text = `${found[1]}\n${found[2]}\n${found[3]}\n`;
  const keyHash = sha256(Buffer.from(`${trust.origin}\n`), NODE, trust.publicKey).subarray(0, 4);
  const good = (found[4] as string).split('\n').some((line) => {
    const [, name, value] = line.split(' ');
    const bytes = name === trust.origin ? base64(value, 68) : undefined;
    return bytes !== undefined && bytes.subarray(0, 4).equals(keyHash) && signed(trust.publicKey, text, bytes.subarray(4));
  });
  return good ? { size: Number(found[2]), root } : undefined;
}

function readTrust(value: unknown): Trust {
  const { origin, publicKey: encoded, suite, checkpoint: note } = fieldsOf(value);
  const publicKey = base64(encoded, 32);
  if (!isFields(value)) throw cannotTell('没有信任文件，或其内容无法读取');
  if (suite !== SUITE) throw cannotTell('信任文件使用了未知的密码套件');
  if (typeof origin !== 'string' || origin === '' || !publicKey) throw cannotTell('信任文件缺少 origin 或 publicKey');
  const checkpoint = openCheckpoint({ origin, publicKey }, note);
  if (!checkpoint && note !== undefined) throw cannotTell('信任文件中的检查点与其公钥不符');
  return { origin, publicKey, checkpoint };
}

function readHeader(text: string): Header {
  const { export: version, origin, from, to, of, ...others } = fieldsOf(parse(text));
  const good = version === 1 && typeof origin === 'string' && isSize(from) && isSize(to) && from >= 1 && Object.keys(others).length === 0;
  if (!good || !(of === 'all' || of === 'range' || of === 'subject') || JSON.stringify(parse(text)) !== text)
    throw cannotTell('第一行不是导出文件的文件头');
  return { origin, from, to, of };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function isCompact(value: unknown, text: string): boolean {
  try {
    return JSON.stringify(value) === text;
  } catch {
    return false; // nested too deep
  }
}

/** Reads an export object by object; throws a finding at the first place that is not what was signed. */
class Export {
  private readonly trust: Trust;
  private readonly header: Header;
  private readonly all: boolean; // of the whole log, or else a part with proofs
  private readonly edge: Buffer[] = [];
  private readonly keys = new Map<string, Key>();
  private readonly batches = new Set<string>();
  private readonly lines = { whole: 0, author: 0, stub: 0 };
  private subject: unknown; // of an export of one, and its version so far
  private version: number | undefined;
  private position = 0;
  private recordedAt = '';
  private lastGood = 0;
  private done = false;
  private unproven: Buffer | undefined;
  private treeSize: number | undefined;
  private readonly reached: { readonly position: number; readonly root: Buffer }[] = []; // the first proven root, and the first that is another
  private consistency: { readonly from: number; readonly path: readonly Buffer[] } | undefined;

  constructor(trust: Trust, header: Header) {
    this.trust = trust;
    this.header = header;
    this.all = header.of === 'all';
    this.version = header.from === 1 ? 0 : undefined; // one that begins later begins with any
    if (header.origin !== trust.origin) throw between(1, header.to, '导出文件不是信任文件所指的日志');
    const known = trust.checkpoint?.size ?? 0;
    if (this.all && (header.from !== 1 || header.to < known)) throw between(header.to + 1, known, '比信任文件中的检查点短');
  }

  take(text: string): void {
    const here = this.unproven ? this.position : this.position + 1;
    const value = parse(text);
    if (!isFields(value)) throw at(here, '不是 JSON 对象');
    const shape = membersOf(value);
    const isLine = shape === 'bound,claim,stamp' || shape === 'boundHash,claim,stamp' || shape === 'leafHash,position';
    const { proof, consistency, checkpoint } = value;
    if (this.done) throw at(here, '最后的检查点之后还有内容');
    if (!isLine && !isCompact(value, text)) throw at(here, '不是规范格式');
    if ((this.unproven !== undefined) !== (shape === 'proof')) throw at(here, '证明与日志行不成对');
    if (isLine) this.line(text, value);
    else if (shape === 'checkpoint' && typeof checkpoint === 'string') this.checkpoint(checkpoint);
    else if (shape === 'proof' && membersOf(proof) === 'hashes,position,treeSize') this.proof(proof as Fields, this.unproven as Buffer);
    else if (shape === 'consistency' && !this.all && membersOf(consistency) === 'from,hashes,to') this.keepConsistency(consistency as Fields);
    else throw at(here, '未知的内容');
  }

  end(): Verification {
    const { trust, lines } = this;
    const { from, to } = this.header;
    if (!this.done) throw between(this.lastGood + 1, to, '文件不完整：最后没有检查点');
    const known = trust.checkpoint?.size ?? 0;
    if (!this.all && known > 0 && known < (this.treeSize ?? 0) && this.consistency?.from !== known)
      throw cannotTell(`没有证明这份日志延续了信任文件中的检查点；请注明已知大小 ${known} 重新导出`);
    const listed = lines.whole + lines.author + lines.stub;
    const what = this.all ? `全部 ${to} 条` : `序号 ${from}–${to} 中导出的 ${listed} 条`;
    const detail = `已证明：${what}与 ${trust.origin} 签名的检查点一致${this.open(listed)}`;
    return { verdict: 'proven', exit: 0, detail, complete: lines.whole === (this.treeSize ?? to), lines };
  }

  /** What is not proven of a good export, because it is not in it. */
  private open(listed: number): string {
    const { author, stub } = this.lines;
    const open: string[] = [];
    if (author > 0) open.push(`${author} 条的所属对象`);
    if (stub > 0) open.push(`${stub} 条的内容和部门签名（只有叶哈希，其中可能有密钥撤销）`);
    const { treeSize = 0 } = this;
    if (listed < this.header.to) open.push('未列出的各条（其中可能有密钥撤销）');
    if (treeSize > this.header.to) open.push(`序号 ${this.header.to + 1}–${treeSize} 的各条`);
    if (listed < this.header.to && this.header.of === 'subject') open.push('该对象此后再无记录');
    return open.length > 0 ? `。未证明：${open.join('；')}` : '';
  }

  private line(text: string, value: Fields): void {
    const parts = 'leafHash' in value ? undefined : this.parts(text, value);
    const { position } = parts?.stamped ?? value;
    const isKey = KEY_EVENTS.includes(parts?.said['type']);
    this.step(isSize(position) ? position : 0, isKey);
    const leaf = parts ? this.leaf(parts) : base64(value['leafHash'], 32);
    if (!leaf || (!parts && canonical(value) !== text)) throw at(this.position, '叶哈希不是规范格式');
    if (this.header.of === 'subject' && !isKey) this.follow(parts?.bound);
    this.lines[parts?.bound ? 'whole' : parts ? 'author' : 'stub']++;
    if (!this.all) return void (this.unproven = leaf);
    grow(this.edge, this.position - 1, leaf);
    this.compareKnown(this.position, () => rootOf(this.edge));
  }

  private leaf(parts: Parts): Buffer {
    this.stamp(parts.stamped);
    if (this.position === 1) this.key(parts.said); // the hub's own key signs itself
    this.signature(parts);
    if (this.position > 1) this.key(parts.said);
    return sha256(LEAF, digest(parts.claim), digest(parts.stamp), parts.boundHash);
  }

  /** A subject's lines have versions 1, 2, 3 …: none may be missing between two. One whose bound is not there takes the next. */
  private follow(bound: Fields | undefined): void {
    const { subject, version } = bound ?? {};
    const next = this.version === undefined ? version : this.version + 1;
    this.subject ??= subject;
    if (bound && !(isSize(version) && version === next && typeof subject === 'string' && subject === this.subject))
      throw at(this.position, '此前缺少该对象的记录，或不属于该对象');
    this.version = next as number | undefined;
  }

  /** The parts of a line, which must be exactly the concatenation of their canonical texts. */
  private parts(text: string, value: Fields): Parts {
    const { claim: said, stamp: stamped, bound } = value;
    try {
      if (!isFields(said) || !isFields(stamped) || !(isFields(bound) || base64(value['boundHash'], 32))) throw new TypeError('no line');
      const [claim, stamp] = [canonical(said), canonical(stamped)];
      const first = isFields(bound) ? `"bound":${canonical(bound)}` : `"boundHash":${canonical(value['boundHash'])}`;
      if (text !== `{${first},"claim":${claim},"stamp":${stamp}}`) throw new TypeError('not canonical');
      if (!isFields(bound)) return { claim, stamp, said, stamped, boundHash: base64(value['boundHash'], 32) as Buffer };
      return { claim, stamp, said, stamped, bound, boundHash: digest(canonical(bound)) };
    } catch {
      throw at(this.position + 1, '不是规范的日志行');
    }
  }

  private step(position: number, isKey: boolean): void {
    const { of, from, to } = this.header;
    const next = this.position + 1;
    if (position > to || (this.all ? position !== next : position < next)) throw at(next, `文件中此处是序号 ${position}`);
    if (position < from && !isKey) throw at(position, '不属于所要求的范围');
    if (of === 'range' && position > Math.max(next, from)) throw at(Math.max(next, from), '范围内缺少此条');
    if (this.all && position - this.lastGood > CHECKPOINT_EVERY) throw between(this.lastGood + 1, position, `${CHECKPOINT_EVERY} 条之内没有检查点`);
    this.position = position;
  }

  private stamp({ suite, recordedAt }: Fields): void {
    if (suite !== SUITE) throw at(this.position, '使用了其他密码套件');
    if (!(typeof recordedAt === 'string' && MOMENT.test(recordedAt) && recordedAt >= this.recordedAt))
      throw at(this.position, '收讫时间早于前一条或格式不符');
    this.recordedAt = recordedAt;
  }

  private valid(keyId: unknown, department: unknown): Key | undefined {
    const key = this.keys.get(keyId as string);
    return key && key.department === department && key.from <= this.position && this.position <= key.to ? key : undefined;
  }

  private signature({ claim, said, stamped }: Parts): void {
    const { index, keyId, path, signature, size } = fieldsOf(stamped['batch']);
    const key = this.valid(keyId, said['department']);
    if (!key) throw at(this.position, '签名所用密钥此时无效或不属于该部门');
    const [siblings, bytes] = [hashes(path), base64(signature, 64)];
    const fits = siblings && isSize(index) && isSize(size) && size <= MAX_BATCH;
    const root = fits ? rootFromPath(index, size, sha256(LEAF, Buffer.from(claim)), siblings) : undefined;
    if (!root) throw at(this.position, '批次路径格式不符');
    const text = `lianhu-batch/1\n${this.trust.origin}\n${key.department}\n${String(keyId)}\n${String(size)}\n${root.toString('base64')}\n`;
    if (bytes && this.batches.has(text + String(signature))) return;
    if (!bytes || !signed(key.publicKey, text, bytes)) throw at(this.position, '部门签名与声明不符');
    if (this.batches.size >= REMEMBERED) this.batches.clear();
    this.batches.add(text + String(signature));
  }

  /** Folds the `hub.key.*` lines: position 1 signs itself, every other key counts from the next position. */
  private key({ type, department: by, data }: Fields): void {
    const { department, keyId } = fieldsOf(data);
    if (this.position === 1 && (type !== KEY_EVENTS[0] || department !== 'hub')) throw at(1, '第一条不是平台自己的密钥');
    if (!KEY_EVENTS.includes(type)) return;
    if (by !== 'hub' || typeof department !== 'string' || typeof keyId !== 'string') throw at(this.position, '密钥事件内容不符');
    if (type === KEY_EVENTS[0]) return this.register(data as Fields, department, keyId);
    const key = this.keys.get(keyId);
    if (key?.department !== department) throw at(this.position, '被撤销的密钥未曾登记');
    key.to = Math.min(key.to, this.position);
  }

  private register({ algorithm, publicKey: encoded, previous }: Fields, department: string, keyId: string): void {
    const publicKey = base64(encoded, 32);
    if (algorithm !== 'Ed25519' || !publicKey || this.keys.has(keyId)) throw at(this.position, '密钥登记内容不符或编号重复');
    if ([...this.keys.values()].some((key) => key.department === department)) {
      const last = fieldsOf(previous);
      const [old, signature] = [this.valid(last['keyId'], department), base64(last['signature'], 64)];
      const text = `lianhu-key/1\n${this.trust.origin}\n${department}\n${keyId}\n${publicKey.toString('base64')}\n`;
      if (!old || !signature || !signed(old.publicKey, text, signature)) throw at(this.position, '新密钥没有旧密钥的有效签名');
    }
    this.keys.set(keyId, { department, publicKey, from: this.position === 1 ? 1 : this.position + 1, to: Infinity });
  }

  private compareKnown(size: number, root: () => Buffer): void {
    const known = this.trust.checkpoint;
    if (known?.size === size && !known.root.equals(root())) throw between(this.lastGood + 1, size, '与信任文件中检查点的根不同');
  }

  private checkpoint(note: unknown): void {
    const opened = openCheckpoint(this.trust, note);
    const wrong = (what: string): Finding => between(this.lastGood + 1, this.all ? this.position : this.header.to, what);
    if (!opened) throw wrong('检查点不是由信任文件中的密钥签名');
    if (!this.all) return this.lastCheckpoint(opened);
    if (opened.size !== this.position) throw wrong('检查点的大小与位置不符');
    if (!opened.root.equals(rootOf(this.edge))) throw wrong('日志行与检查点的根不符');
    this.lastGood = this.position;
    this.done = this.position === this.header.to;
  }

  private proof({ position, treeSize, hashes: list }: Fields, leaf: Buffer): void {
    const path = hashes(list);
    if (!path || !isSize(treeSize) || treeSize < this.header.to || position !== this.position) throw at(this.position, '证明格式不符');
    this.treeSize ??= treeSize;
    const root = treeSize === this.treeSize ? rootFromPath(this.position - 1, treeSize, leaf, path) : undefined;
    if (!root) throw at(this.position, '证明与树的大小不符');
    if (this.reached.length < 2 && !this.reached[0]?.root.equals(root)) this.reached.push({ position: this.position, root });
    this.unproven = undefined;
  }

  private keepConsistency({ from, to, hashes: list }: Fields): void {
    const path = hashes(list);
    const fits = path && isSize(from) && isSize(to) && from >= 1 && from <= to && to === (this.treeSize ?? to) && !this.consistency;
    if (!fits) throw at(this.position + 1, '一致性证明格式不符');
    this.consistency = { from, path };
  }

  /** The end of a partial export: everything that was proven must stand under this root. */
  private lastCheckpoint({ size, root }: Checkpoint): void {
    const { from, to, of } = this.header;
    if (size !== (this.treeSize ?? size) || size < to) throw between(1, to, '检查点的大小与证明不符');
    const bad = this.reached.find((place) => !place.root.equals(root));
    if (bad) throw at(bad.position, '日志行与证明不符');
    if (of === 'range' && this.position < to && from <= to) throw at(Math.max(from, this.position + 1), '范围内缺少此条');
    const known = this.trust.checkpoint?.size ?? 0;
    if (size < known) throw between(size + 1, known, '比信任文件中的检查点短');
    this.compareKnown(size, () => root);
    this.treeSize = size;
    if (this.consistency && !this.isConsistent(this.consistency.from, this.consistency.path, size, root)) throw between(1, size, '一致性证明不符');
    this.done = true;
  }

  private isConsistent(from: number, path: readonly Buffer[], size: number, root: Buffer): boolean {
    const known = this.trust.checkpoint?.size === from ? this.trust.checkpoint.root : undefined;
    if (from === size) return path.length === 0;
    const [old, now] = rootsFromConsistency(from, size, path, known ?? root) ?? [];
    if (!known && Number.isInteger(Math.log2(from))) return now !== undefined; // the first root is not in the proof, and nobody brought it
    return old !== undefined && now !== undefined && now.equals(root) && (!known || old.equals(known));
  }
}

/** Verifies an export, line by line, against a trust file's content. Never holds more than one line. */
export async function verifyExport(lines: AsyncIterable<string>, trust: unknown): Promise<Verification> {
  try {
    const trusted = readTrust(trust);
    let reading: Export | undefined;
    for await (const text of lines)
      if (reading) reading.take(text);
      else reading = new Export(trusted, readHeader(text));
    if (!reading) throw cannotTell('文件是空的');
    return reading.end();
  } catch (error) {
    if (error instanceof Finding) return { detail: error.message, ...(error.cause as Omit<Verification, 'detail'>) };
    return { verdict: 'cannot-tell', exit: 2, detail: `无法判断：文件无法读取（${(error as { code?: string }).code ?? String(error)}）` };
  }
}

/** Verifies the export in a file with the trust in another; one that cannot be opened is a `cannot-tell`. */
export async function verifyFiles(exportPath: string, trustPath: string | undefined): Promise<Verification> {
  const trust = trustPath === undefined ? undefined : parse((await readFile(trustPath, 'utf8').catch(() => '')).replace(/^\ufeff/, ''));
  return verifyExport(fileLines(exportPath), trust);
}

async function* fileLines(path: string): AsyncGenerator<string> {
  let rest = '';
  for await (const chunk of createReadStream(path, 'utf8')) {
    const lines = (rest + String(chunk)).split('\n');
    rest = lines.pop() ?? '';
    yield* lines;
  }
  if (rest !== '') yield rest;
}

if (process.argv[1]?.endsWith('verify.ts')) {
  void verifyFiles(process.argv[2] ?? '', process.argv[4]).then(({ verdict, detail, exit }) => {
    console.log(`${verdict}  ${detail}`);
    process.exitCode = exit;
  });
}
