import type { Shown } from './read-recorder';

/** A child's or case's name as it stands in rows: alone, or behind the view's name. */
const TOKEN = /"(?:[a-z-]+\/)?((?:child|case)-[\w-]{22})"/g;

/** Children and cases that rows show, wherever they are named in their JSON. */
export function shownIn(lines: readonly string[]): Shown {
  const tokens = [...new Set(lines.flatMap((line) => [...line.matchAll(TOKEN)].map(([, token]) => token as string)))];
  return { children: tokens.filter((token) => token.startsWith('child-')), cases: tokens.filter((token) => token.startsWith('case-')) };
}
