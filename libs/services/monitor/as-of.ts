import { momentOf, msOf, type Position } from '@lianhu/kernel';
import type { LogReader } from '@lianhu/log';
import { ProblemError } from '@lianhu/services/platform';

/** A moment (RFC 3339) or a position of the log, as `asOf` gives it. */
export type AsOf = string;

/** The position that a moment stands for: the last one recorded at or before it. Throws ProblemError. */
export async function momentToPosition(log: LogReader, asOf: AsOf): Promise<Position> {
  if (/^\d{1,15}$/.test(asOf)) return inside(Number(asOf), (await log.head()).position);
  const ms = msOf(asOf.replace(' ', '+'));
  if (ms === undefined)
    throw new ProblemError('invalid-input', {
      errors: [{ pointer: '/asOf', rule: 'format', message: '请填写日志序号或带时区的时间，如 12345、2026-10-12T09:30:00+08:00' }],
    });
  return log.positionAt(momentOf(ms));
}

/** What does not stand yet was never seen by anybody. */
function inside(position: Position, head: Position): Position {
  if (position <= head) return position;
  throw new ProblemError('invalid-input', { errors: [{ pointer: '/asOf', rule: 'range', message: `日志序号须在 0 到 ${head} 之间` }] });
}
