import { MinorRegistered, RecordSplit } from '@lianhu/departments/hub';
import { DvCallReceived } from '@lianhu/departments/police';
import { demonstrationPolicy, fixedClock, testLog, write } from '@lianhu/testing';
import { InboxContent, type InboxContentParts } from './inbox-content';
import type { InboxRow } from './rows';

const time = '2026-10-12T10:00:00.000+08:00';
const [A, B] = ['A', 'B'].map((letter) => `child-${letter.repeat(22)}`) as [string, string];
const row = (subject: string): InboxRow =>
  ({
    notice: subject,
    org: 'org-office-990101',
    to: 'office',
    place: '990101',
    kind: 'notice',
    subject,
    about: 2,
    since: time,
    dueAt: time,
  }) as InboxRow;

test('a card under one child of what is another one’s is marked as taken back, and that other one’s is not', async () => {
  const log = testLog(fixedClock('2026-10-12'));
  await write(log, [{ cls: MinorRegistered, time, subject: A, data: { town: '990101001' } }]);
  await write(log, [{ cls: DvCallReceived, time, subject: A }]);
  const content = new InboxContent({
    log,
    references: { of: async () => new Map() },
    hub: { open: async () => new Map() },
    recorder: { record: async () => undefined },
    policy: demonstrationPolicy,
  } as unknown as InboxContentParts);
  const office = { name: 'x', role: 'office', area: '990101', kind: 'person' } as const;
  const marks = async () =>
    (await content.shown({ viewer: office, purpose: 'rescue', language: 'zh' }, 'views.inbox', [row(A), row(B)], 1)).map((shown) => {
      const { notice, withdrawn } = shown as { notice: string; withdrawn?: boolean };
      return [notice, withdrawn];
    });
  expect((await marks())[0]).toEqual([A, undefined]);
  await write(log, [{ cls: RecordSplit, time, subject: A, other: B, data: { reason: 'split', events: [2] } }]);
  expect(await marks()).toEqual([
    [A, true],
    [B, undefined],
  ]);
});
