import { Command, Option } from 'commander';
import { momentOf, msOf, toBase64 } from '@lianhu/kernel';
import { std1 } from '@lianhu/log';
import { loadPolicy, originOf, readConfig } from '@lianhu/services/platform';
import { hubSeeds } from '@lianhu/vault';
import { apiSink } from '../generate/api-sink';
import { MOST_YEARS, TIER_NAMES, type Asked, type Sink } from '../generate/blocks';
import { filesSink, ndjsonSink, outputSink } from '../generate/folder-sinks';
import { generate } from '../generate/generate';
import { hubUrl } from '../hub-url';
import { issueToken } from './token';

interface Options {
  readonly tier: Asked['tier'];
  readonly years: string;
  readonly seed: string;
  readonly to: 'ndjson' | 'files' | 'api';
  readonly out?: string;
  readonly until?: string;
  readonly dirty: boolean;
}

/** `lianhu generate`: an invented county of any size, to files or through the API. */
export const generateCommand = (): Command =>
  new Command('generate')
    .description('make an invented county from a seed: what nine departments push over years, dirty as real data are, and a truth file')
    .addOption(
      new Option('--tier <tier>', 'how big (demonstration always has its own six quarters)').choices([...TIER_NAMES]).default('demonstration'),
    )
    .option('--years <n>', `how long, up to ${MOST_YEARS}`, '1')
    .option('--seed <text>', 'the same seed and end make the same bytes', '1')
    .addOption(
      new Option('--to <where>', 'ndjson: a file a department; files: CSV with Chinese headers, a table a type; api: the running edges')
        .choices(['ndjson', 'files', 'api'])
        .default('ndjson'),
    )
    .option('--out <folder>', 'folder for ndjson and files; - for NDJSON on standard output', 'county')
    .option('--until <moment>', 'RFC 3339: when the county ends (default now; give it to get the same bytes again)')
    .option('--no-dirty', 'only what departments send right')
    .action(async (options: Options) => {
      const asked = askedOf(options);
      const sink = sinkOf(options);
      const began = performance.now();
      const pushes = await generate(asked, loadPolicy(readConfig().policyFile).pack, sink);
      const words = await sink.end();
      const seconds = (performance.now() - began) / 1000;
      console.error(`${words}\n${Math.round(pushes / seconds)} pushes/s in ${seconds.toFixed(1)} s, until ${asked.to}`);
      if ('differs' in sink && typeof sink.differs === 'function' && sink.differs() > 0) process.exitCode = 1;
    });

function askedOf({ tier, years, seed, until, dirty }: Options): Asked {
  const n = Number(years);
  if (!(n > 0 && n <= MOST_YEARS)) throw new Error(`--years ${years}: more than 0, at most ${MOST_YEARS}`);
  const ms = until === undefined ? Date.now() : msOf(until);
  if (ms === undefined) throw new Error(`--until ${until ?? ''}: write it like 2026-11-24T19:30:00+08:00`);
  return { tier, years: n, seed, dirt: dirty, to: momentOf(ms) };
}

function sinkOf({ to, out = 'county' }: Options): Sink {
  if (to === 'ndjson') return out === '-' ? outputSink() : ndjsonSink(out);
  if (to === 'files') return filesSink(out);
  const config = readConfig();
  const publicKey = toBase64(std1.publicKey(hubSeeds(config.keyFolder, std1).checkpoint));
  const trust = { origin: originOf(loadPolicy(config.policyFile)), publicKey, suite: 'std-1' } as const;
  return apiSink({ url: hubUrl(), trust, token: (department) => issueToken({ role: 'sender', department, ttlSeconds: 24 * 3_600 }) });
}
