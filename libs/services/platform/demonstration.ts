import type { LogReader } from '@lianhu/log';

/** Whether a log says of itself, in its first event after the keys, that it holds demonstration data. */
export async function isDemonstrationLog(log: LogReader): Promise<boolean> {
  const { lines } = await log.read(0, 1, { types: ['hub.log.begun'] });
  const claim = lines[0] && (JSON.parse(lines[0].claim) as { data: { demonstration?: boolean } });
  return claim?.data.demonstration === true;
}
