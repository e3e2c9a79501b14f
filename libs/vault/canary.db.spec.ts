import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { std1 } from '@lianhu/log';
import { createPool, testDatabase, type TestDatabase } from '@lianhu/postgres';
import { makeCitizenId } from '@lianhu/standards';
import { type MinorIdentity, openKeys, type Resolved, Vault, vaultMigrations } from './index';

/** What all names and all numbers begin with: whoever finds a canary finds its stem. */
const STEMS = { name: '金丝雀', docNo: '990101201405177' };
const CANARIES = Array.from({ length: 100 }, (_, i): MinorIdentity => ({
  docType: '01',
  docNo: makeCitizenId('990101', '2014-05-17', 700 + i),
  name: `${STEMS.name}${String.fromCodePoint(0x5000 + i)}${String.fromCodePoint(0x6000 + i)}`,
  sex: i % 2 === 0 ? '2' : '1',
  birthDate: '2014-05-17',
}));

let database: TestDatabase;
let folder: string;

beforeAll(async () => {
  database = await testDatabase(vaultMigrations);
  folder = mkdtempSync(join(tmpdir(), 'lianhu-canary-'));
  const pool = createPool(database.urls.hub);
  const vault = new Vault(pool, openKeys(folder, std1));
  const requests = CANARIES.map((minor, i) => ({
    department: 'police',
    source: 'urn:lianhu:source:police:default',
    id: `canary-${i}`,
    time: '2026-10-12T09:30:00.000+08:00',
    minor,
    restricted: i % 3 === 0,
    caseRef: i % 3 === 0 ? `案${minor.docNo}` : undefined,
    residence: '990101001001',
    correlationid: minor.docNo,
  }));
  const resolved = await vault.resolve(requests);
  const subjects = resolved.map((one) => (one as Extract<Resolved, { kind: 'resolved' }>).subject);
  const sealed = await vault.values.seal(
    requests.map((request, i) => ({ owner: subjects[i], secrets: { salt: '', values: { '/data/minor': request.minor } } })),
  );
  await pool.query('create temporary table beside (sealed bytea)');
  await pool.query('insert into beside select * from unnest($1::bytea[])', [sealed]);
  await pool.end();
});
afterAll(async () => {
  await database.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** Every form in which a text could stand somewhere in clear. */
const forms = (text: string): Buffer[] => {
  const utf8 = Buffer.from(text);
  const utf16 = Buffer.from(text, 'utf16le');
  const swapped = Buffer.from(utf16).swap16();
  const hex = [utf8, utf16].flatMap((bytes) => [bytes.toString('hex'), bytes.toString('hex').toUpperCase()]);
  return [utf8, utf16, swapped, ...[...hex, utf8.toString('base64')].map((form) => Buffer.from(form))];
};
const NEEDLES = [...forms(STEMS.name), ...forms(STEMS.docNo)];
const findIn = (bytes: Buffer): string[] => NEEDLES.filter((needle) => bytes.includes(needle)).map((needle) => needle.toString());

test('the search itself finds a canary in each form', () => {
  for (const { name, docNo } of CANARIES) {
    for (const form of [...forms(name), ...forms(docNo ?? '')]) expect(findIn(Buffer.concat([Buffer.from('…'), form]))).not.toEqual([]);
  }
});

test('no name and no ID number stands in any row of the vault', async () => {
  const pool = createPool(database.urls.hub);
  const tables = await pool.query<{ name: string }>(
    `select format('%I.%I', table_schema, table_name) as name from information_schema.tables where table_schema = 'vault'`,
  );
  expect(tables.rows.length).toBeGreaterThan(5);
  for (const { name } of tables.rows) {
    const { rows } = await pool.query<{ row: string }>(`select t::text as row from ${name} t`);
    if (name === 'vault.identity') expect(rows.length).toBe(100);
    expect(findIn(Buffer.from(rows.map(({ row }) => row).join('\n')))).toEqual([]);
  }
  await pool.end();
});

test('no name and no ID number stands in any file of the data folder or of the keys', async () => {
  const admin = createPool(database.urls.admin);
  await admin.query('checkpoint');
  const { rows } = await admin.query<{ data_directory: string }>('show data_directory');
  await admin.end();
  let bytes = 0;
  for (const file of filesIn(rows[0]!.data_directory, folder)) {
    const content = contentOf(file);
    bytes += content.length;
    expect({ file, found: findIn(content) }).toEqual({ file, found: [] });
  }
  expect(bytes).toBeGreaterThan(1_000_000);
});

/** What a file holds; one that PostgreSQL has removed since it was listed holds nothing. */
function contentOf(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return Buffer.alloc(0);
    throw error;
  }
}

const filesIn = (...folders: readonly string[]): string[] =>
  folders.flatMap((at) =>
    readdirSync(at, { recursive: true, withFileTypes: true }).flatMap((entry) => (entry.isFile() ? [join(entry.parentPath, entry.name)] : [])),
  );
