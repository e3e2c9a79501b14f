import type { PolicyPack } from '@lianhu/kernel';
import { county, dirtLine, riskLines } from '@lianhu/county';
import { askedBlocks, type Asked, type Sink } from './blocks';

/** Makes a county block by block and hands every push and truth to a sink. One block is in memory at a time. Answers how many pushes. */
export async function generate(asked: Asked, pack: PolicyPack, sink: Sink): Promise<number> {
  let pushes = 0;
  for (const options of askedBlocks(asked, pack)) {
    const made = county(options);
    for (const day of made.days) {
      for (const push of day.pushes) {
        pushes++;
        const wait = sink.push(push);
        if (wait) await wait;
        const line = dirtLine(push);
        if (line) await sink.truth(line);
      }
    }
    for (const line of riskLines(made)) await sink.truth(line);
    await sink.rest();
  }
  return pushes;
}
