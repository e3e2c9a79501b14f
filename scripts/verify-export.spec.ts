import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { testTrust } from '../libs/log/contract-fixture';
import { exportOf, logOf, some } from '../libs/log/verify.fixture';
import { verifyFiles, type Verification } from '../libs/log/verify';
import { bytesOf, Dice, randomExport, spoil, SPOILS } from '../libs/log/tampering.fixture';
import { vectors } from '../libs/log/vectors/vectors';

const PYTHON = process.env['PYTHON3'];
/** Exports of each kind on which both verifiers must agree. */
const COUNT = Number(process.env['LIANHU_AGREEMENTS'] ?? 2_000);
const SEED = process.env['LIANHU_SEED'] ?? 'agreement';
const SCRIPT = join(import.meta.dirname, 'verify-export.py');

/** Everything but the words. */
type Said = Omit<Verification, 'detail'>;
const saidOf = ({ verdict, exit, position, range, complete, lines }: Said): Said => ({
  verdict,
  exit,
  ...(position && { position }),
  ...(range && { range }),
  ...(complete !== undefined && { complete }),
  ...(lines && { lines }),
});

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
  async function agreed(names: readonly string[], how: (name: string) => string = (name) => name): Promise<Map<string, Said>> {
    const { stdout, stderr, status } = python('--many', folder);
    expect({ stderr, status }).toEqual({ stderr: '', status: 0 });
    const told = stdout.trim().split('\n');
    const theirs = new Map(told.map((line) => JSON.parse(line) as Said & { file: string }).map((one) => [one.file, saidOf(one)]));
    const ours = new Map<string, Said>();
    const apart: object[] = [];
    for (const name of names) {
      const one = saidOf(await verifyFiles(join(folder, `${name}.ndjson`), join(folder, `${name}.trust.json`)));
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

  test('another history beyond a kept checkpoint is not proven by part of it, nor a subject of which a line is missing', async () => {
    const [old, honest, fork] = await Promise.all([logOf(some(20)), logOf(some(40)), logOf([...some(10), ...some(30, 'other')])]);
    const { checkpoint, position: known } = await old.head();
    const trust = JSON.stringify({ ...testTrust, checkpoint });
    const child = { of: 'subject', subject: 'child-1' } as const;
    const lines = await exportOf(honest, { ...child, known });
    const cases: Record<string, [lines: readonly string[], verdict: Verification['verdict']]> = {
      'honest-range': [await exportOf(honest, { of: 'range', from: 1, to: 43, known }), 'proven'],
      'honest-range-alone': [await exportOf(honest, { of: 'range', from: 1, to: 43 }), 'cannot-tell'],
      'fork-range': [await exportOf(fork, { of: 'range', from: 1, to: 43, known }), 'tampered'],
      'fork-range-alone': [await exportOf(fork, { of: 'range', from: 1, to: 43 }), 'cannot-tell'],
      'fork-subject-alone': [await exportOf(fork, child), 'cannot-tell'],
      'fork-with-another-size': [await exportOf(fork, { ...child, known: known - 1 }), 'cannot-tell'],
      subject: [lines, 'proven'],
      'subject-without-its-second': [lines.toSpliced(9, 2), 'tampered'],
    };
    for (const [name, [exported]] of Object.entries(cases)) put(name, bytesOf(exported), trust);
    const said = await agreed(Object.keys(cases));
    expect(Object.fromEntries([...said].map(([name, { verdict }]) => [name, verdict]))).toEqual(
      Object.fromEntries(Object.entries(cases).map(([name, [, verdict]]) => [name, verdict])),
    );
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
