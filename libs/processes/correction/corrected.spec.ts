import { CORR, RecordCorrected, RecordWithdrawn } from '@lianhu/departments/hub';
import { DvCallReceived } from '@lianhu/departments/police';
import { effective } from '@lianhu/kernel';
import { history } from '@lianhu/testing';
import { correctedNote } from '.';

const log = history(DvCallReceived, '2026-09-01').then(DvCallReceived, '2026-09-01', {}, { corrects: 1, residenceArea: '990101001002' });

test('a correction brings one note at its level and under its subject, with the position it corrects; nothing else brings one', () => {
  const [first, correction] = log.events.map(correctedNote);
  expect(first).toBeUndefined();
  const { level, subject, recordedAt } = log.events[1]!;
  expect(correction).toEqual({
    type: 'hub.record.corrected',
    id: 'record-corrected-2',
    time: recordedAt,
    level,
    subject,
    residencearea: '990101001',
    corrects: 1,
    data: { target: 1, reason: 'not-stated' },
  });
  expect(Object.keys(CORR.titles)).toContain('not-stated');
});

test('neither a withdrawal nor the note itself brings a note, and the note replaces nothing', () => {
  const noted = log
    .then(RecordCorrected, '2026-09-02', { target: 1 }, { corrects: 1 })
    .then(RecordWithdrawn, '2026-09-03', { target: 1 }, { corrects: 1 });
  expect(noted.events.slice(2).map(correctedNote)).toEqual([undefined, undefined]);
  expect(effective(noted.events.slice(0, 3)).map(({ position }) => position)).toEqual([2, 3]);
});
