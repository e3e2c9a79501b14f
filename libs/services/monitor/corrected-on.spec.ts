import { MinorListed } from '@lianhu/departments/civil-affairs';
import { MinorRegistered, RecordWithdrawn } from '@lianhu/departments/hub';
import { demonstrationPolicy, history } from '@lianhu/testing';
import { standings } from './corrected-on';

const listed = history(MinorRegistered, '2026-03-01').then(MinorListed, '2026-03-02', { category: '04' });

test('what was corrected stays visible and names what counts instead; what was withdrawn gives the reason', () => {
  const corrected = listed.then(MinorListed, '2026-03-02', { category: '06' }, { corrects: 2 });
  const told = standings(corrected.events, demonstrationPolicy);
  expect([told.get(1), told.get(2), told.get(3)]).toEqual([{}, { state: 'corrected', by: 3 }, { corrects: 2 }]);
  const withdrawn = corrected.then(RecordWithdrawn, '2026-03-05', { target: 2, reason: 'identity-mismatch' }, { corrects: 2 });
  const after = standings(withdrawn.events, demonstrationPolicy);
  expect([after.get(2), after.get(3), after.get(4)]).toEqual([
    { state: 'withdrawn', reason: '身份错配' },
    { state: 'withdrawn', reason: '身份错配', corrects: 2 },
    { corrects: 2 },
  ]);
});

test.each([
  ['2026-05-01T12:00:00.000+08:00', undefined],
  ['2026-05-01T12:00:00.001+08:00', true],
])('VR9: recorded at %s, sixty days after it happened, late is %s', (recordedAt, late) => {
  const { events } = history(MinorListed, '2026-03-02', { category: '04' }, { recordedAt });
  expect(standings(events, demonstrationPolicy).get(1)?.late).toBe(late);
});
