import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { newestSchemas, reviewSchemas, schemaPath, schemaText, type CommittedSchema } from '.';

const FOLDER = join(__dirname, 'schemas');
const filesBelow = (folder: string): string[] =>
  readdirSync(folder).flatMap((name) => (statSync(join(folder, name)).isDirectory() ? filesBelow(join(folder, name)) : [join(folder, name)]));
const committed = new Map(filesBelow(FOLDER).map((path) => [relative(FOLDER, path), readFileSync(path, 'utf8')]));

test('every type, code list and the identity block are committed as they are declared, and no version breaks another', () => {
  const { faults, missing } = reviewSchemas(committed);
  expect([faults, missing.map(schemaPath)]).toEqual([[], []]);
  expect(newestSchemas().length).toBeGreaterThan(300);
});

const ship = (version: number, more: object = {}, title = '船'): CommittedSchema => ({
  name: 'navy.ship.seen',
  version,
  schema: { title, 'x-level': 'L3', properties: { metres: { type: 'integer', 'x-kind': 'clear', maximum: 9, ...more } }, required: ['metres'] },
});
const files = (...schemas: CommittedSchema[]) => new Map(schemas.map((schema) => [schemaPath(schema), schemaText(schema)]));
const faultsOf = (before: ReadonlyMap<string, string>, now: readonly CommittedSchema[]) => reviewSchemas(before, now).faults;

test('a first version, and a raised one that only widens, are written', () => {
  expect(reviewSchemas(files(), [ship(1)])).toEqual({ faults: [], missing: [ship(1)] });
  expect(reviewSchemas(files(ship(1)), [ship(2, { maximum: 10 })])).toEqual({ faults: [], missing: [ship(2, { maximum: 10 })] });
  expect(reviewSchemas(files(ship(1), ship(2, { maximum: 10 })), [ship(2, { maximum: 10 })])).toEqual({ faults: [], missing: [] });
});

test.each([
  ['a change without a raised version', files(ship(1)), [ship(1, { maximum: 10 })], 'raise the version to 2'],
  ['another title without a raised version', files(ship(1)), [ship(1, {}, '舰')], 'raise the version to 2'],
  ['a narrower raised version', files(ship(1)), [ship(2, { maximum: 8 })], 'declare a new event type'],
  ['a version narrower than one before the last', files(ship(1), ship(2, { maximum: 20 })), [ship(3, { maximum: 15 })], 'with version 2'],
  ['a version that is left out', files(ship(1)), [ship(3)], 'no version 2 is committed'],
  ['a version that fell', files(ship(1), ship(2)), [ship(1)], 'versions only rise'],
  ['a type that is declared no more', files(ship(1)), [], 'bring its declaration back'],
])('%s is refused in a sentence that says what to do', (_what, before, now, says) => {
  expect(faultsOf(before, now)).toEqual([expect.stringContaining(says)]);
});

const codes = (version: number, ...values: string[]): CommittedSchema => ({
  name: 'codes/SHIP',
  version,
  schema: { $id: `urn:lianhu:codes:SHIP:${version}`, type: 'string', enum: values },
});
test('a code list may get codes when its version is raised, and lose none', () => {
  expect(faultsOf(files(codes(1, 'a')), [codes(2, 'a', 'b')])).toEqual([]);
  expect(faultsOf(files(codes(1, 'a')), [codes(1, 'a', 'b')])).toEqual([expect.stringContaining('raise the version')]);
  expect(faultsOf(files(codes(1, 'a', 'b')), [codes(2, 'a')])).toEqual([expect.stringContaining('code-removed')]);
});

test('what the identity block holds is compared too', () => {
  const block = (version: number, guardian: object): CommittedSchema => ({
    name: 'minor-identity',
    version,
    schema: { properties: {}, $defs: { Guardian: { properties: { name: { type: 'string' }, ...guardian } } } },
  });
  expect(faultsOf(files(block(1, {})), [block(2, { phone: { type: 'string' } })])).toEqual([]);
  expect(faultsOf(files(block(1, { phone: { type: 'string' } })), [block(2, {})])).toEqual([expect.stringContaining('Guardian.phone')]);
});
