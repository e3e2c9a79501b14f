import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeCitizenId } from '@lianhu/standards';
import { evidenceIn, judge } from './faults/checker';
import { diceOf } from './faults/dice';
import { FAULTS } from './faults/faults';
import { runFaults } from './faults/run-faults';
import { summaryOf } from './faults/table';
import { call, eventually, removeFolder, startApp, type Running } from './testing/running';

/** Strokes under load; `npm run faults -- --rounds 300` is the long run. */
const ROUNDS = 30;
/** All but a broker that is away, which takes a minute and a half: kafka.e2e.spec.ts has it, and the long run. */
const SHORT = FAULTS.map(({ name }) => name).filter((name) => name !== 'kafka-away');
const SEED = Number(process.env['LIANHU_KILL_SEED'] ?? Date.now() % 1_000_000);
/** Two cores that others use too. Unit: milliseconds. */
const WITHIN_MS = 900_000;

/** A type of each department that names a child. */
const ABOUT_A_CHILD: Readonly<Record<string, string>> = {
  court: 'court.education-order.issued',
  procuratorate: 'procuratorate.guardianship-order.issued',
  police: 'police.alarm.received',
  'civil-affairs': 'civil-affairs.minor.listed',
  education: 'education.absence.flagged',
  health: 'health.child-check.overdue',
};
interface ExportedLine {
  readonly claim: { readonly type: string };
  readonly bound: { readonly subject?: string };
}

test(
  `killed and filled up ${ROUNDS} times under load, everything answered for stands exactly once, and the views are those of a rebuild; seed ${SEED}`,
  async () => {
    const ran = await runFaults({ seed: SEED, rounds: ROUNDS, only: SHORT });
    const judgement = judge(evidenceIn(ran.folder));
    console.log(summaryOf(SEED, ran, judgement));
    removeFolder(ran.folder);
    expect(judgement.findings).toEqual([]);
    expect(ran.strokes).toHaveLength(ROUNDS);
    // There was a load, however slow the machine.
    expect(judgement.counts['acknowledged']).toBeGreaterThan(ROUNDS);
    expect(judgement.counts['answers with a receipt']).toBeGreaterThan(0);
  },
  WITHIN_MS,
);

describe(`one process with everything in it, seed ${SEED}`, () => {
  let folder: string;
  let hub: Running;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'lianhu-kill-'));
    hub = await startApp('standalone', { folder, args: ['--empty'] });
  });
  afterAll(async () => {
    await hub?.stop();
    removeFolder(folder);
  });

  test('six departments pushing one unknown child at the same moment, killed in between and pushing again, make one child', async () => {
    const tokens = new Map<string, string>();
    for (const department of Object.keys(ABOUT_A_CHILD)) tokens.set(department, await hub.token('sender', { department }));
    const random = diceOf(SEED);
    for (const n of [3, 5, 7]) {
      const minor = { docType: '01', docNo: makeCitizenId('990101', '2014-03-02', n), name: '测试乙', sex: '1', birthDate: '2014-03-02' };
      const pushAll = () => Promise.all([...tokens].map(([department, as]) => pushAbout(department, as, `six-${department}-${n}`, minor)));
      const first = pushAll().catch(() => undefined);
      await new Promise((resolve) => setTimeout(resolve, random() * 120));
      await hub.kill();
      await first;
      hub = await startApp('standalone', { folder, args: ['--empty'] });
      // 202: the edge had kept the event before it died, and is bringing it to the hub again.
      const answers = await eventually(pushAll, (all) => all.every(({ status }) => status !== 202), 20_000);
      expect(answers.filter(({ status }) => status !== 200 && status !== 201)).toEqual([]);
      const lines = await exported();
      const subjects = answers.map(({ body }) => lines[body.position - 1]?.bound.subject);
      expect(new Set(subjects).size).toBe(1);
      const firsts = lines.filter(({ bound, claim }) => bound.subject === subjects[0] && claim.type.startsWith('hub.minor.'));
      // One of them says where the child lives: a move stands in a first sight's place when another one registered the child.
      expect(firsts.map(({ claim }) => claim.type.replace('moved', 'referenced'))).toEqual([
        'hub.minor.registered',
        ...Array.from({ length: 5 }, () => 'hub.minor.referenced'),
      ]);
    }
  });

  /** The catalogue's example of a type about a child, as an event about this one. */
  async function pushAbout(department: string, as: string, id: string, minor: object): Promise<{ status: number; body: { position: number } }> {
    const { body } = await call<{ example: { data: object } }>(hub.url, `/api/catalogue/${ABOUT_A_CHILD[department]}/1`, { token: as });
    const event = { ...body.example, subject: undefined, id, time: '2026-01-05T08:00:00+08:00', data: { ...body.example.data, minor } };
    return call<{ position: number }>(hub.url, `/api/departments/${department}/events`, { token: as, body: event });
  }

  async function exported(): Promise<ExportedLine[]> {
    const { text } = await call(hub.url, '/api/audit/exports', { token: await hub.token('auditor'), purpose: 'audit', body: {} });
    return text
      .split('\n')
      .filter((line) => line.startsWith('{"bound"'))
      .map((line) => JSON.parse(line) as ExportedLine);
  }
});
