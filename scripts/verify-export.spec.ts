import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { verifyFiles, type Verification } from '../libs/log/verify';
import { bytesOf, Dice, randomExport, spoil, SPOILS } from '../libs/log/tampering.fixture';
import { vectors } from '../libs/log/vectors/vectors';

const PYTHON = process.env['PYTHON3'];
/** Exports of each kind on which both verifiers must agree. */
const COUNT = Number(process.env['LIANHU_AGREEMENTS'] ?? 2_000);
const SEED = process.env['LIANHU_SEED'] ?? 'agreement';
const SCRIPT = join(import.meta.dirname, 'verify-export.py');

type Place = Pick<Verification, 'verdict' | 'exit' | 'position' | 'range'>;
const placeOf = ({ verdict, exit, position, range }: Place): Place => ({ verdict, exit, ...(position && { position }), ...(range && { range }) });

(PYTHON === undefined ? describe.skip : describe)('the verifier in Python', () => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'lianhu-agree-'))));
  afterEach(() => rmSync(folder, { recursive: true, force: true }));
  const python = (...args: string[]) => spawnSync(PYTHON as string, [SCRIPT, ...args], { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
  const put = (name: string, bytes: Buffer, trust: string): void => {
    writeFileSync(join(folder, `${name}.ndjson`), bytes);
    writeFileSync(join(folder, `${name}.trust.json`), trust);
  };
  /** What both say of every file in the folder; they must say the same of each. */
  async function agreed(names: readonly string[], how: (name: string) => string = (name) => name): Promise<Map<string, Place>> {
    const { stdout, stderr, status } = python('--many', folder);
    expect({ stderr, status }).toEqual({ stderr: '', status: 0 });
    const told = stdout.trim().split('\n');
    const theirs = new Map(told.map((line) => JSON.parse(line) as Place & { file: string }).map((one) => [one.file, placeOf(one)]));
    const ours = new Map<string, Place>();
    const apart: object[] = [];
    for (const name of names) {
      const one = placeOf(await verifyFiles(join(folder, `${name}.ndjson`), join(folder, `${name}.trust.json`)));
      const other = theirs.get(`${name}.ndjson`);
      if (JSON.stringify(one) !== JSON.stringify(other)) apart.push({ name, how: how(name), ours: one, theirs: other });
      ours.set(name, one);
    }
    expect(apart.slice(0, 5)).toEqual([]);
    expect(theirs.size).toBe(names.length);
    return ours;
  }

  test('the same words and exit codes on the worked examples', () => {
    const v = vectors();
    const [good, trust] = [join(folder, 'good'), join(folder, 'trust')];
    writeFileSync(good, bytesOf(v.export));
    writeFileSync(trust, JSON.stringify(v.trust));
    writeFileSync(join(folder, 'bad'), bytesOf(v.export).toString().replace('witness', 'victim'));
    expect(python(good, '--trust', trust)).toMatchObject({ status: 0, stdout: expect.stringMatching(/^proven /) });
    expect(python(join(folder, 'bad'), '--trust', trust)).toMatchObject({ status: 1, stdout: expect.stringMatching(/^tampered {2}position 5: /) });
    expect(python(good)).toMatchObject({ status: 2, stdout: expect.stringMatching(/^cannot-tell /) });
    expect(python(join(folder, 'absent'), '--trust', trust).status).toBe(2);
    expect(python(good, '--trust', join(folder, 'absent')).status).toBe(2);
    expect(python(folder, '--trust', trust).status).toBe(2);
    expect(python().status).toBe(2);
    expect(python('--help').status).toBe(0);
  });

  test('it imports nothing but the standard library', () => {
    const imports = [...readFileSync(SCRIPT, 'utf8').matchAll(/^(?:import|from) (\S+)/gm)].map(([, name]) => name);
    expect(imports).toEqual(['base64', 'functools', 'hashlib', 'json', 'os', 're', 'sys']);
  });

  test(
    `says the same as ours of ${COUNT} good exports`,
    async () => {
      const names = Array.from({ length: COUNT }, (_, i) => `good-${i}`);
      for (const name of names) {
        const { lines, trust } = await randomExport(new Dice(`${SEED} ${name}`));
        put(name, bytesOf(lines), trust);
      }
      const said = await agreed(names);
      expect([...said].filter(([, { verdict }]) => verdict !== 'proven')).toEqual([]);
    },
    60_000 + COUNT * 60,
  );

  test(
    `and of ${COUNT} spoiled ones, with the same first bad position`,
    async () => {
      const hows = new Map<string, string>();
      for (let i = 0; i < COUNT; i++) {
        const dice = new Dice(`${SEED} bad-${i}`);
        const { how, bytes, trust } = spoil(dice, await randomExport(dice), await randomExport(dice));
        put(`bad-${i}`, bytes, trust);
        hows.set(`bad-${i}`, how);
      }
      const said = await agreed([...hows.keys()], (name) => hows.get(name) as string);
      const verdicts = [...said.values()].map(({ verdict }) => verdict);
      const share = (verdict: string): number => verdicts.filter((one) => one === verdict).length / COUNT;
      if (COUNT >= 500) {
        expect(new Set(hows.values()).size).toBe(Object.keys(SPOILS).length);
        expect(share('tampered')).toBeGreaterThan(0.7);
        expect(share('cannot-tell')).toBeGreaterThan(0.02);
        expect([...said].filter(([, { position }]) => position !== undefined).length / COUNT).toBeGreaterThan(0.3);
      }
    },
    60_000 + COUNT * 60,
  );
});
