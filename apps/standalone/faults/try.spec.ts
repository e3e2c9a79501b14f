import { evidenceIn, judge } from './checker';
import { runFaults } from './run-faults';
test('try', async () => {
  const ran = await runFaults({ seed: 1, rounds: 14, say: (t) => process.stderr.write(t + '\n') });
  process.stderr.write(JSON.stringify(ran.statuses) + ran.left + '\n');
  const { findings, counts } = judge(evidenceIn(ran.folder));
  process.stderr.write(JSON.stringify(counts) + '\n' + findings.join('\n') + '\n');
  expect(findings).toEqual([]);
}, 300_000);
