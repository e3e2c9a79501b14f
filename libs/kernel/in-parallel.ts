/**
 * Does something for each, at most some at a time; answers in the order given. After the first fault nothing more is begun, and it
 * is thrown when what was begun has ended: whoever tries again meets nobody still at work.
 */
export async function inParallel<T, R>(items: readonly T[], atATime: number, one: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = new Array<R>(items.length);
  const faults: unknown[] = [];
  let next = 0;
  const work = async (): Promise<void> => {
    for (let i = next++; i < items.length && faults.length === 0; i = next++) {
      try {
        results[i] = await one(items[i] as T);
      } catch (error) {
        faults.push(error);
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(atATime, items.length) }, work));
  if (faults.length > 0) throw faults[0];
  return results;
}
