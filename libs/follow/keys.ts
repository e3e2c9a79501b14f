import type { Recorded, ViewOf } from '@lianhu/kernel';

/** The key of an event in a view of this kind; undefined when the event does not concern it. */
export function keyOf(of: ViewOf, event: Recorded): string | undefined {
  if (of === 'minor') return event.subject?.startsWith('child-') ? event.subject : undefined;
  if (of === 'department') return event.department === 'hub' ? undefined : event.department;
  const { alert } = event.data as { alert?: unknown };
  return typeof alert === 'string' ? alert : undefined;
}

/** Folds of children go by `time`; those of departments and alerts by position, so nothing comes late there. */
export const foldsByTime = (of: ViewOf): boolean => of === 'minor';
