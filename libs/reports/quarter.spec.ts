import { ReportClosed } from '@lianhu/departments/hub';
import { at, SpecLog } from './log.fixture';
import { decideClose, foldClosings, quarterState, type Closings, type CloseQuarter } from './quarter';

const CUT_OFF = at('2026-10-14', '00:00:00.000');
const close = (changes: Partial<CloseQuarter> = {}): CloseQuarter => ({
  quarter: '2026-Q3',
  now: Date.parse(CUT_OFF) + 1,
  cutOff: CUT_OFF,
  readUntil: at('2026-10-14', '00:00:00.001'),
  position: 100,
  root: 'root',
  policy: 'hash',
  followers: [{ position: 100, parked: 0 }],
  ...changes,
});
const open: Closings = new Map();

test('running up to and with the cut-off’s own moment, due after it', () => {
  expect(quarterState(at('2026-10-13', '23:59:59.999'), CUT_OFF)).toBe('running');
  expect(quarterState(CUT_OFF, CUT_OFF)).toBe('running');
  expect(quarterState(at('2026-10-14', '00:00:00.001'), CUT_OFF)).toBe('due');
});

test('closing names position, root and policy pack', () => {
  expect(decideClose(open, close())).toEqual({
    emit: { event: ReportClosed, data: { quarter: '2026-Q3', version: 1, position: 100, root: 'root', policy: 'hash', cutOff: CUT_OFF } },
  });
});

test('before the cut-off closing is refused', () => {
  expect(decideClose(open, close({ now: Date.parse(CUT_OFF) }))).toEqual({ refused: 'quarter-running' });
});

test.each([
  ['behind by one position', { position: 99, parked: 0 }],
  ['with something parked', { position: 100, parked: 1 }],
])('a follower %s holds the closing up', (_, follower) => {
  expect(decideClose(open, close({ followers: [{ position: 200, parked: 0 }, follower] }))).toEqual({ refused: 'follower-behind' });
});

test('a log whose newest line was recorded before the cut-off, or with it, may be a copy that is behind', () => {
  expect(decideClose(open, close({ readUntil: CUT_OFF }))).toEqual({ refused: 'follower-behind' });
});

test('the second time closing is refused, whatever else holds; another quarter is not touched', () => {
  const { events } = new SpecLog().add(
    ReportClosed,
    { time: at('2026-10-14') },
    { quarter: '2026-Q3', version: 1, position: 100, root: 'root', policy: 'hash' },
  );
  const closings = events.reduce(foldClosings, open);
  expect(closings.get('2026-Q3')).toEqual({ version: 1, position: 100, root: 'root', policy: 'hash', closedOn: '2026-10-14', restated: [] });
  expect(decideClose(closings, close())).toEqual({ refused: 'quarter-closed' });
  expect(decideClose(closings, close({ now: 0 }))).toEqual({ refused: 'quarter-closed' });
  expect(decideClose(closings, close({ quarter: '2026-Q4' }))).toHaveProperty('emit');
  expect(quarterState(at('2027-01-01'), CUT_OFF, closings.get('2026-Q3'))).toBe('closed');
});
