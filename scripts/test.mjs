/** Runs every test that can run here, and says what could not and why. */
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join, relative } from 'node:path';
import { ensure } from './ensure.mjs';
import { kafkaJars } from './kafka-jars.mjs';
import { helpOr, isMain, root, run, tool } from './workspace.mjs';

const HELP = `
npm test -- [path or option of jest …]

Installs packages and builds the apps when needed, then runs every test: pure ones, those on a real PostgreSQL (embedded),
those on real Kafka brokers when Java and Maven are there, those in a real browser when Chromium is there. Skipped tests are printed with the reason.
  LIANHU_REQUIRE_ALL=1   a skipped test is a failure (what CI uses)
  CHROMIUM=path          the browser to use, when it is not where it usually is
  LIANHU_TEST_EVENTSTORE=esdb://…   runs the log's suite on that EventStoreDB too (optional)
  KAFKA_JARS=folder      brokers to use, when they are not in ~/.cache/lianhu/kafka
  NGINX=path CADDY=path  proxies to use, when they are not in the PATH
  JAVAC=path             the Java compiler to use, when it is not in the PATH; java lies beside it
  PYTHON3=path           the Python to use, when it is not in the PATH
  LIANHU_AGREEMENTS=n    exports of each kind on which both verifiers must agree (default 2000)
  LIANHU_TAMPERINGS=n    random tamperings that the verifier must find (default 1000)
  LIANHU_RUNS=n          runs of every property test: each n times with new random input, for up to a minute
  TMPDIR=folder          where specs put what they throw away again (default /dev/shm when there is room)
The last line is "N passed, N failed".`;

/** Where Chromium may be; first the one that has no windows to draw, which takes two thirds of the time for the same pages. */
const BROWSERS = [
  '/usr/bin/chromium-headless-shell',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/**
 * Where a program is in the PATH; undefined when it is in none of its folders.
 * @param {string} name
 */
const inPath = (name) =>
  (process.env['PATH'] ?? '')
    .split(delimiter)
    .map((folder) => join(folder, name))
    .find((path) => existsSync(path));

/**
 * What a test may need beside Node: it reads the variable and skips itself when that is not set.
 * `mentions` tells from a spec's text that this is why.
 * @type {Record<string, { find: () => string | undefined, mentions: RegExp, reason: string }>}
 */
const NEEDS = {
  CHROMIUM: {
    find: () => BROWSERS.find((path) => existsSync(path)),
    mentions: /chromium|browser/i,
    reason: 'no Chromium (apt-get install chromium-headless-shell fonts-noto-cjk, or chromium)',
  },
  KAFKA_JARS: {
    find: () => kafkaJars(),
    mentions: /onBrokers|KAFKA_JARS/,
    reason: 'no Kafka (apt-get install default-jre-headless maven; the jars come from Maven Central)',
  },
  PYTHON3: {
    find: () => inPath('python3'),
    mentions: /PYTHON3/,
    reason: 'no python3 (apt-get install python3)',
  },
  JAVAC: {
    find: () => inPath('javac'),
    mentions: /JAVAC/,
    reason: 'no javac (apt-get install default-jdk-headless)',
  },
  NGINX: {
    find: () => inPath('nginx') ?? ['/usr/sbin/nginx'].find((path) => existsSync(path)),
    mentions: /behindProxies/,
    reason: 'no nginx (apt-get install nginx-light openssl)',
  },
  CADDY: {
    find: () => inPath('caddy'),
    mentions: /behindProxies/,
    reason: 'no caddy (apt-get install caddy)',
  },
};

/**
 * What runs only where somebody names a server that no registry has. Such tests are not registered without it, and so are never
 * skipped, also where a skipped test is a failure.
 */
const OPTIONAL = [
  { variable: 'LIANHU_TEST_EVENTSTORE', says: "the log's suite on a real EventStoreDB (LIANHU_TEST_EVENTSTORE=esdb://…, see docs/eventstore.md)" },
];

/**
 * @typedef {{ fullName: string, status: string }} Assertion
 * @typedef {{ name: string, status: string, message: string, startTime?: number, endTime?: number, assertionResults: Assertion[] }} FileResult
 * @typedef {{ numPassedTests: number, numFailedTests: number, numRuntimeErrorTestSuites: number, success: boolean, testResults: FileResult[] }} Result
 */

/**
 * The tests that did not run, each with its reason.
 * @param {Result} result
 * @param {NodeJS.ProcessEnv} env
 */
export function skipped(result, env) {
  return result.testResults.flatMap(({ name, assertionResults }) => {
    const text = existsSync(name) ? readFileSync(name, 'utf8') : '';
    const missing = Object.entries(NEEDS).find(([variable, { mentions }]) => !env[variable] && mentions.test(text));
    const reason = missing?.[1].reason ?? 'the test itself says skip';
    const tests = assertionResults.filter(({ status }) => status === 'pending' || status === 'todo' || status === 'disabled');
    return tests.map(({ fullName }) => `${relative(root, name)}: ${fullName} (${reason})`);
  });
}

/** How many files are named as slow. */
const SLOWEST = 20;

/**
 * The files that took longest, longest first, loading included. Unit: whole seconds.
 * @param {Result} result
 */
export function slowest({ testResults }) {
  const timed = testResults.map(({ name, startTime = 0, endTime = 0 }) => ({
    name: relative(root, name),
    seconds: Math.round((endTime - startTime) / 1000),
  }));
  return timed.sort((one, other) => other.seconds - one.seconds).slice(0, SLOWEST);
}

/** Kinds of specs by their names; all others are one kind. */
const KINDS = ['e2e', 'kafka', 'db'];

/**
 * How long the specs of each kind took together, loading included, most first. Unit: whole seconds of a worker.
 * @param {Result} result
 */
export function byKind({ testResults }) {
  /** @type {Record<string, { kind: string, files: number, ms: number }>} */
  const kinds = {};
  for (const { name, startTime = 0, endTime = 0 } of testResults) {
    const kind = KINDS.find((one) => name.includes(`.${one}.spec.`)) ?? 'other';
    const { files, ms } = kinds[kind] ?? { files: 0, ms: 0 };
    kinds[kind] = { kind, files: files + 1, ms: ms + endTime - startTime };
  }
  return Object.values(kinds)
    .sort((one, other) => other.ms - one.ms)
    .map(({ kind, files, ms }) => ({ kind, files, seconds: Math.round(ms / 1000) }));
}

/** A file system in memory, where the system has one. */
const MEMORY = '/dev/shm';
/** With less room than this specs write to the disk; what a run has there at once is far below it. Unit: bytes. */
const ROOM = 4 * 1024 ** 3;

/**
 * Where specs put what they throw away again. In memory, because clusters and databases made by the hundred mostly wait for a disk.
 * Nothing is proven less: what a killed process had written is there on both, and no spec cuts the power.
 * @param {NodeJS.ProcessEnv} env
 */
export function scratchIn(env, memory = MEMORY, room = ROOM) {
  if (env['TMPDIR'] || !existsSync(memory)) return tmpdir();
  const { bavail, bsize } = statfsSync(memory);
  return Math.min(bavail * bsize, process.availableMemory()) < room ? tmpdir() : memory;
}

/** Processes that run specs. Reason: many start processes of their own, and a third was slower on two processors, by contention and 1.5 GiB. */
const WORKERS = 2;

async function main() {
  helpOr(HELP);
  await ensure();
  const env = { ...process.env };
  for (const [variable, { find }] of Object.entries(NEEDS)) env[variable] ||= find();
  for (const variable of Object.keys(NEEDS)) if (!env[variable]) delete env[variable];
  const args = process.argv.slice(2);
  const built = await run(process.execPath, [join(root, 'scripts', 'build.mjs'), '--quiet']);
  const folder = mkdtempSync(join(scratchIn(process.env), 'lianhu-jest-'));
  chmodSync(folder, 0o711); // PostgreSQL passes it under an account of its own
  process.once('exit', () => rmSync(folder, { recursive: true, force: true, maxRetries: 10 }));
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(1));
  const file = join(folder, 'result.json');
  const code = await tool('jest/bin/jest.js', ['--json', `--outputFile=${file}`, `--maxWorkers=${WORKERS}`, ...args], {
    env: { ...env, TMPDIR: folder },
    stdio: ['inherit', 'ignore', 'inherit'],
  });
  const result = existsSync(file) ? /** @type {Result} */ (JSON.parse(readFileSync(file, 'utf8'))) : undefined;
  process.exit(conclude(result, code, built, env));
}

/**
 * Prints what was skipped and the last line; returns the exit code. A file that does not even load counts as one failure.
 * @param {Result | undefined} result
 * @param {number} code
 * @param {number} built
 * @param {NodeJS.ProcessEnv} env
 */
export function conclude(result, code, built, env) {
  const left = result ? skipped(result, env) : [];
  if (result && result.testResults.length > SLOWEST) {
    console.log(
      `time of the workers: ${byKind(result)
        .map(({ kind, files, seconds }) => `${kind} ${seconds} s in ${files} files`)
        .join(', ')}`,
    );
    console.log(
      `slowest: ${slowest(result)
        .map(({ name, seconds }) => `${name} ${seconds} s`)
        .join(', ')}`,
    );
  }
  for (const line of left) console.log(`skipped: ${line}`);
  for (const { variable, says } of OPTIONAL) if (!env[variable]) console.log(`optional, not run: ${says}`);
  const strict = env['LIANHU_REQUIRE_ALL'] === '1';
  if (strict && left.length > 0) console.log(`${left.length} skipped tests count as failed (LIANHU_REQUIRE_ALL=1)`);
  if (built !== 0) console.log('The apps could not be built; that counts as one failure.');
  const broken = result ? result.numFailedTests + result.numRuntimeErrorTestSuites : 1;
  const failed = broken + (built === 0 ? 0 : 1) + (strict ? left.length : 0);
  console.log(`${result?.numPassedTests ?? 0} passed, ${failed} failed`);
  return failed > 0 ? 1 : code;
}

if (isMain(import.meta.url)) void main();
