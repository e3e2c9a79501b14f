import { momentOf, msOf, type Position } from '@lianhu/kernel';
import type { LogReader } from '@lianhu/log';
import { ProblemError, type Language } from './problems';

/** What a moment that cannot be read, or that has not come, is answered with. */
const WORDS: Readonly<Record<Language, { format: string; range: (head: Position) => string }>> = {
  zh: { format: '请填写日志序号或带时区的时间，如 12345、2026-10-12T09:30:00+08:00', range: (head) => `日志序号须在 0 到 ${head} 之间` },
  en: {
    format: 'Give a position of the log or a time with offset, e.g. 12345, 2026-10-12T09:30:00+08:00',
    range: (head) => `A position from 0 to ${head}`,
  },
};

/**
 * The position that a moment stands for, as `asOf` gives it: a position itself, or the last one recorded at or before a time (RFC 3339, also
 * with a plus that became a blank in an address). What does not stand yet was never seen by anybody. Throws ProblemError naming the member.
 */
export async function positionOf(log: LogReader, asOf: unknown, pointer: string, language: Language): Promise<Position> {
  const refused = (rule: 'format' | 'range', message: string): ProblemError =>
    new ProblemError('invalid-input', { errors: [{ pointer, rule, message }] });
  if (typeof asOf === 'number' || (typeof asOf === 'string' && /^\d{1,15}$/.test(asOf))) {
    const { position: head } = await log.head();
    const position = Number(asOf);
    if (!Number.isSafeInteger(position) || position < 0 || position > head) throw refused('range', WORDS[language].range(head));
    return position;
  }
  const ms = typeof asOf === 'string' ? msOf(asOf.replace(' ', '+')) : undefined;
  if (ms === undefined) throw refused('format', WORDS[language].format);
  return log.positionAt(momentOf(ms));
}
