/** Does something for each, at most some at a time; answers in the order given. The first fault ends it. */
export async function inParallel<T, R>(items: readonly T[], atATime: number, one: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = new Array<R>(items.length);
  let next = 0;
  const work = async (): Promise<void> => {
    for (let i = next++; i < items.length; i = next++) results[i] = await one(items[i] as T);
  };
  await Promise.all(Array.from({ length: Math.min(atATime, items.length) }, work));
  return results;
}
