import { Icon, moment, remaining, useNow, type Remaining } from '@lianhu/ui';
import type { ReactNode } from 'react';
import type { Alert } from '../api/types';
import { levelTitle, levelTone } from '../words/titles';

/** Whether an open alert's deadline has passed: the log says so, or the clock already does. */
export const isOverdue = (alert: Alert, now: number): boolean =>
  alert.state !== 'closed' && (alert.overdue === true || remaining(alert.dueAt, now).passed);

/** Open alerts first, by deadline; closed ones by closing, newest first. */
export function byUrgency(a: Alert, b: Alert): number {
  const closed = Number(a.state === 'closed') - Number(b.state === 'closed');
  if (closed !== 0) return closed;
  if (a.state === 'closed') return Date.parse(b.closedAt ?? b.dueAt) - Date.parse(a.closedAt ?? a.dueAt);
  return Date.parse(a.dueAt) - Date.parse(b.dueAt) || (b.level ?? 0) - (a.level ?? 0);
}

/** A level in words and colour, never in colour only. */
export const LevelTag = ({ level }: { readonly level: number | undefined }): ReactNode =>
  level === undefined ? null : <span className={`level level-${levelTone(level)}`}>{levelTitle(level)}</span>;

const tone = (overdue: boolean, { left }: Remaining): string => {
  if (overdue) return 'due-passed';
  return left < 6 * 3_600_000 ? 'due-soon' : ''; // ms; a working half-day
};

/** How long somebody has, the moment itself on hover; overdue is said in words. */
export function Due({ alert }: { readonly alert: Alert }): ReactNode {
  const now = useNow();
  if (alert.state === 'closed') return null;
  const left = remaining(alert.dueAt, now);
  const overdue = isOverdue(alert, now);
  return (
    <span className={`due ${tone(overdue, left)}`} title={`时限 ${moment(alert.dueAt)}`}>
      <Icon name="clock" size={15} />
      {overdue && !left.passed ? '已逾期' : left.text}
    </span>
  );
}
