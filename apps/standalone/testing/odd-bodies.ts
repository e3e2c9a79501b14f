import { gzipSync } from 'node:zlib';

/** A body that a department's program might send by mistake, or somebody on purpose, and what it hears. */
export interface OddBody {
  readonly about: string;
  readonly raw: string | Uint8Array;
  readonly headers?: Readonly<Record<string, string>>;
  readonly status: number;
  /** The last part of the problem's type; a receipt has none. */
  readonly code?: string;
  /** Every fault's `pointer rule`. */
  readonly told?: readonly string[];
  /** Stands in what is said, so that the sender knows what to do. */
  readonly says?: string;
}

const JSON_TYPE = 'application/json';
const charset = (name: string) => ({ 'content-type': `${JSON_TYPE}; charset=${name}` });
const gzip = { 'content-encoding': 'gzip' };
/** As large as one body may be, and nothing but blanks. Unit: bytes. */
const BOMB_BYTES = 40 * 1024 * 1024;

/** Odd bodies around one good event. */
export function oddBodies(event: (id: string) => object): readonly OddBody[] {
  const text = (id: string): string => JSON.stringify(event(id));
  const malformed = { status: 400, code: 'malformed-json' };
  const media = { status: 415, code: 'unsupported-media-type' };
  const invalid = { status: 422, code: 'invalid-event' };
  return [
    { about: 'a byte order mark', raw: Buffer.concat([Buffer.of(0xef, 0xbb, 0xbf), Buffer.from(text('odd-bom'))]), status: 201 },
    { about: 'UTF-8, said in capitals', raw: text('odd-utf8'), headers: charset('UTF-8'), status: 201 },
    { about: 'an id that stands twice', raw: text('odd-1').replace('{', '{"id":"odd-0",'), ...malformed, told: ['/id twice'], says: '写了两次' },
    {
      about: 'a field that stands twice',
      raw: text('odd-2').replace('"data":{', '"data":{"minorRole":"victim",'),
      ...malformed,
      told: ['/data/minorRole twice'],
      says: '第 1 行',
    },
    { about: 'half an event', raw: text('odd-3').slice(0, 55), ...malformed, says: '第 1 行第 55 个字符' },
    { about: 'a comma too many', raw: text('odd-4').replace(/\}$/, ',}'), ...malformed, says: '不是有效的 JSON' },
    { about: 'GBK', raw: Buffer.concat([Buffer.from('{"id":"'), Buffer.of(0xb2, 0xe2), Buffer.from('"}')]), ...malformed, says: 'UTF-8' },
    { about: 'UTF-16', raw: Buffer.from(`\uFEFF${text('odd-5')}`, 'utf16le'), ...malformed, says: 'UTF-8' },
    { about: 'nothing', raw: '', ...malformed, says: '没有内容' },
    { about: 'GBK by its own word', raw: text('odd-6'), headers: charset('GBK'), ...media, says: 'charset' },
    { about: 'gzip', raw: gzipSync(text('odd-7')), headers: gzip, ...media, says: '压缩' },
    { about: 'a bomb of gzip', raw: gzipSync(Buffer.alloc(BOMB_BYTES, 32)), headers: gzip, ...media, says: '压缩' },
    { about: 'lines in gzip', raw: gzipSync(text('odd-8')), headers: { ...gzip, 'content-type': 'application/x-ndjson' }, ...media, says: '压缩' },
    { about: 'plain text', raw: text('odd-9'), headers: { 'content-type': 'text/plain' }, ...media, says: JSON_TYPE },
    {
      about: 'more than a megabyte',
      raw: text('odd-a').replace('"data":{', `"data":{"x":"${'x'.repeat(1_100_000)}",`),
      status: 413,
      code: 'too-large',
      says: '64 KiB',
    },
    { about: 'a list of 1,001', raw: `[${'{},'.repeat(1_000)}{}]`, status: 413, code: 'too-large', says: '1,000' },
    {
      about: 'five thousand deep',
      raw: text('odd-b').replace('"data":{', `"data":{"a":${'['.repeat(5_000)}${']'.repeat(5_000)},`),
      ...invalid,
      says: '嵌套',
    },
    { about: 'half a character', raw: text('\\ud800').replaceAll('\\\\', '\\'), ...invalid, told: ['/id surrogate'] },
    { about: 'a NUL in the id', raw: text('odd\u0000c'), ...invalid, told: ['/id text', '/data/alarmNo text'] },
    { about: 'a number alone', raw: '5', ...invalid, told: [' object'] },
    {
      about: 'the same id twice in a list',
      raw: `[${text('odd-d')},${text('odd-d')}]`,
      status: 422,
      code: 'duplicate-in-request',
      told: ['/1/id duplicate'],
      says: '同一请求',
    },
    {
      about: 'one that waits for a person in a list',
      raw: JSON.stringify([event('odd-e'), { ...event('odd-f'), area: '990202001' }]),
      ...invalid,
      told: ['/1/area outside-duty-area'],
    },
  ];
}
