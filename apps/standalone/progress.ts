import type { Loading } from '@lianhu/services/monitor';

let shown = -1;

/** Prints how far the demonstration county is, once for every five percent. */
export function printLoading({ state, percent, date, events }: Loading): void {
  if (state === 'ready') console.log(`演示数据已就绪 demonstration county ready: ${events} events`);
  else if (percent >= shown + 5) {
    shown = percent;
    console.log(`演示数据 loading ${String(percent).padStart(3)} %  ${date}  ${events} events`);
  }
}
