/** Puts the jars of Kafka's brokers, of which the tests start real ones, below the user's cache. Built-ins only. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { helpOr, isMain } from './workspace.mjs';

const HELP = `
node scripts/kafka-jars.mjs

Fetches the brokers that tests run against from Maven Central (about 45 MB each) into ~/.cache/lianhu/kafka, unless they are there. Needs
java and mvn (apt-get install default-jre-headless maven). Prints the folder.`;

/** The last of the third major version, which many still run, and the newest. */
const VERSIONS = ['3.9.1', '4.3.1'];

/** @param {string} version */
const pom = (version) => `<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>lianhu</groupId><artifactId>kafka-jars</artifactId><version>1</version><packaging>pom</packaging>
  <dependencies><dependency><groupId>org.apache.kafka</groupId><artifactId>kafka_2.13</artifactId><version>${version}</version></dependency></dependencies>
</project>
`;

/** @param {string} program */
const runs = (program) => spawnSync(program, ['-version'], { stdio: 'ignore' }).status === 0;

/**
 * The folder with the jars of every version, fetched when they are missing; undefined when they cannot be had here.
 * @returns {string | undefined}
 */
export function kafkaJars(folder = join(homedir(), '.cache', 'lianhu', 'kafka')) {
  if (!runs('java')) return undefined;
  return VERSIONS.every((version) => fetched(folder, version)) ? folder : undefined;
}

/**
 * @param {string} folder
 * @param {string} version
 */
function fetched(folder, version) {
  const home = join(folder, `kafka-${version}`);
  if (existsSync(join(home, 'lib'))) return true;
  if (!runs('mvn')) return false;
  mkdirSync(home, { recursive: true });
  writeFileSync(join(home, 'pom.xml'), pom(version));
  const part = join(home, `part-${process.pid}`);
  const goal = ['dependency:copy-dependencies', '-DincludeScope=runtime', `-DoutputDirectory=${part}`];
  const { status } = spawnSync('mvn', ['-q', '-B', ...goal], { cwd: home, stdio: ['ignore', 'ignore', 'inherit'] });
  // Only what has come whole gets the name by which it is found.
  if (status === 0 && !existsSync(join(home, 'lib'))) renameSync(part, join(home, 'lib'));
  rmSync(part, { recursive: true, force: true });
  return status === 0;
}

if (isMain(import.meta.url)) {
  helpOr(HELP);
  const folder = kafkaJars();
  console.log(folder ?? 'java or mvn is missing, or Maven Central cannot be reached');
  process.exit(folder === undefined ? 1 : 0);
}
