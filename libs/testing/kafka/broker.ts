import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Kafka, logLevel, type Admin, type ConfigResourceTypes } from 'kafkajs';
import { kafkaSettings, kafkaStream, type KafkaSettings } from '@lianhu/kafka';

/** Folders with the jars of one version each, `kafka-3.9.1`; `npm test` prepares them and sets the variable. */
const HOME = process.env['KAFKA_JARS'];
/** Versions that can be started here; none = tests on a broker skip themselves. */
export const VERSIONS =
  HOME && existsSync(HOME)
    ? readdirSync(HOME)
        .flatMap((name) => /^kafka-(\d.*)$/.exec(name)?.[1] ?? [])
        .sort()
    : [];
/** Describes tests for every version there is; skips them, named, when there is none. */
export function onBrokers(what: string, tests: (version: string) => void): void {
  if (VERSIONS.length === 0) describe.skip(`${what} (no Kafka: java or mvn is missing)`, () => tests(''));
  for (const version of VERSIONS) describe(`${what} on Kafka ${version}`, () => tests(version));
}

/** Kafka's number of a topic among resources that have settings; kafkajs's own list of them is not seen by Node from a bundle. */
const TOPIC: ConfigResourceTypes.TOPIC = 2;

/** How long a broker may take. Unit: milliseconds. */
const START_WITHIN_MS = 180_000;

/** A real broker of one version on free ports. */
export class TestBroker {
  readonly folder = mkdtempSync(join(tmpdir(), 'lianhu-kafka-'));
  private readonly classPath: string;
  private process: ChildProcess | undefined;
  private output = '';

  private constructor(
    version: string,
    readonly port: number,
    private readonly controllerPort: number,
    private readonly more: readonly string[],
  ) {
    this.classPath = join(HOME as string, `kafka-${version}`, 'lib', '*');
  }

  /** Formats a new folder and starts. `settings` are further lines of server.properties. */
  static async start(version: string, settings: (port: number, folder: string) => readonly string[] = () => []): Promise<TestBroker> {
    const [port, controller] = [await freePort(), await freePort()];
    const lines: string[] = [];
    const broker = new TestBroker(version, port, controller, lines);
    lines.push(...settings(port, broker.folder));
    broker.format();
    await broker.restart();
    return broker;
  }

  get address(): string {
    return `127.0.0.1:${this.port}`;
  }
  /** The environment by which a service finds it. */
  get env(): Readonly<Record<string, string>> {
    return { KAFKA_BROKERS: this.address };
  }

  /** SIGKILL. */
  async kill(): Promise<void> {
    await this.end('SIGKILL');
  }

  /** Starts again on the same folder; resolves when it answers. */
  async restart(): Promise<void> {
    const java = ['-Xms128m', '-Xmx512m', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1', `-Djava.io.tmpdir=${join(this.folder, 'tmp')}`];
    const child = spawn('java', [...java, '-cp', this.classPath, 'kafka.Kafka', this.properties], { stdio: ['ignore', 'pipe', 'pipe'] });
    this.process = child;
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (this.output += String(chunk)));
    await this.answering();
  }

  /** Removes everything before an offset, as retention does. */
  async removeBefore(topic: string, offset: number): Promise<void> {
    await this.ask(async (admin) => {
      await admin.fetchTopicOffsets(topic); // loads what deleteTopicRecords needs to know
      await admin.deleteTopicRecords({ topic, partitions: [{ partition: 0, offset: String(offset) }] });
    });
  }

  /** Makes a topic as somebody else would. */
  async make(topic: string, numPartitions: number, retentionMs: number, more: Readonly<Record<string, string>> = {}): Promise<void> {
    const configEntries = entries({ 'retention.ms': String(retentionMs), ...more });
    await this.ask((admin) => admin.createTopics({ topics: [{ topic, numPartitions, configEntries }], waitForLeaders: true }));
  }

  /** Gives a topic these settings and no others, as an operator does. */
  async configure(name: string, settings: Readonly<Record<string, string>>): Promise<void> {
    const resources = [{ type: TOPIC, name, configEntries: entries(settings) }];
    await this.ask((admin) => admin.alterConfigs({ validateOnly: false, resources }));
  }

  /** Deletes a topic, as an operator does; resolves when nobody is told of it any more. */
  async remove(topic: string): Promise<void> {
    await this.ask(async (admin) => {
      await admin.deleteTopics({ topics: [topic] });
      while ((await admin.listTopics()).includes(topic)) await new Promise((resolve) => setTimeout(resolve, 20));
    });
  }

  private async ask(work: (admin: Admin) => Promise<unknown>): Promise<void> {
    const admin = new Kafka({ brokers: [this.address], logLevel: logLevel.NOTHING }).admin();
    await admin.connect();
    await work(admin).finally(() => admin.disconnect());
  }

  /** Ends it and removes its folder. */
  async stop(): Promise<void> {
    await this.end('SIGTERM');
    rmSync(this.folder, { recursive: true, force: true });
  }

  private async answering(): Promise<void> {
    const until = Date.now() + START_WITHIN_MS;
    for (;;) {
      if ((await listens(this.port)) && (await this.healthy())) return;
      if (this.process?.exitCode !== null || Date.now() > until) throw new Error(`the broker did not start:\n${this.output.slice(-4_000)}`);
    }
  }

  private async healthy(): Promise<boolean> {
    const stream = await kafkaStream(kafkaSettings(this.env) as KafkaSettings);
    const answers = await stream.health().then(
      () => true,
      () => false,
    );
    await stream.close();
    return answers;
  }

  private async end(signal: NodeJS.Signals): Promise<void> {
    const child = this.process;
    this.process = undefined;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const exit = once(child, 'exit');
    child.kill(signal);
    await exit;
  }

  private get properties(): string {
    return join(this.folder, 'server.properties');
  }

  private format(): void {
    mkdirSync(join(this.folder, 'tmp'));
    // Of a name that stands twice the last one counts.
    writeFileSync(this.properties, [...this.settings(), ...this.more].join('\n').replaceAll('CONTROLLER_PORT', String(this.controllerPort)));
    const tool = (...args: string[]): string => {
      const { status, stdout, stderr } = spawnSync('java', ['-cp', this.classPath, 'kafka.tools.StorageTool', ...args], { encoding: 'utf8' });
      if (status !== 0) throw new Error(`StorageTool: ${stderr}${stdout}`);
      return stdout.trim().split('\n').at(-1) ?? '';
    };
    tool('format', '-t', tool('random-uuid'), '-c', this.properties, '--ignore-formatted');
  }

  private settings(): string[] {
    const one = ['offsets.topic.replication.factor', 'offsets.topic.num.partitions', 'transaction.state.log.replication.factor'];
    one.push('transaction.state.log.min.isr', 'transaction.state.log.num.partitions', 'share.coordinator.state.topic.replication.factor');
    one.push('share.coordinator.state.topic.min.isr');
    return [
      'process.roles=broker,controller',
      'node.id=1',
      `controller.quorum.voters=1@127.0.0.1:${this.controllerPort}`,
      `listeners=PLAINTEXT://127.0.0.1:${this.port},CONTROLLER://127.0.0.1:${this.controllerPort}`,
      `advertised.listeners=PLAINTEXT://127.0.0.1:${this.port}`,
      'controller.listener.names=CONTROLLER',
      'inter.broker.listener.name=PLAINTEXT',
      'listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT,SASL_SSL:SASL_SSL',
      `log.dirs=${join(this.folder, 'logs')}`,
      'num.partitions=3',
      ...one.map((name) => `${name}=1`),
      'group.initial.rebalance.delay.ms=0',
      'auto.create.topics.enable=false',
      'log.cleaner.dedupe.buffer.size=4194304',
    ];
  }
}

const entries = (settings: Readonly<Record<string, string>>): { name: string; value: string }[] =>
  Object.entries(settings).map(([name, value]) => ({ name, value }));

/** Whether something listens on a port; asked again after a moment when it does not. */
async function listens(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  const answers = await once(socket, 'connect').then(
    () => true,
    () => false,
  );
  socket.destroy();
  if (!answers) await new Promise((resolve) => setTimeout(resolve, 50));
  return answers;
}

/** A port that nobody uses at the moment. */
export async function freePort(): Promise<number> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
