import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Viewer } from '@lianhu/access';
import { signBatch, std1 } from '@lianhu/log';
import { createEdge, type RunningEdge } from './create-edge';
import type { LogTrust } from './log-watch';
import { MemoryHub, ORIGIN } from './memory-hub.fixture';

export const NOW = '2026-09-05T10:00:00+08:00';
export const SENDER: Viewer = {
  name: 'police',
  role: 'sender',
  kind: 'system',
  department: 'police',
  source: 'urn:lianhu:source:police:default',
  area: '990101',
};
const CHILD = { docType: '01', docNo: '990101201506010014', name: '测试甲', sex: '1', birthDate: '2015-06-01' };

/** An event of the police about the tests' child. */
export const event = (id: string, weapon = false) => ({
  type: 'police.dv-call.received',
  id,
  time: NOW,
  data: { alarmNo: id, minorRole: 'witness', weapon, minor: CHILD },
});
export const ids = (name: string, count: number): string[] => Array.from({ length: count }, (_, n) => `${name}${n}`);

/** A police edge on a folder and the hub that it pushes to; the edge can be killed and started again. */
export class Scene {
  hub = new MemoryHub();
  edge: RunningEdge;
  private readonly started: RunningEdge[] = [];

  constructor(public folder: string) {
    this.edge = this.start();
  }

  static async begin(folder: string): Promise<Scene> {
    const scene = new Scene(folder);
    await scene.hub.begin(scene.edge.keys.made[0]);
    return scene;
  }

  start(trust?: LogTrust): RunningEdge {
    this.edge = createEdge({
      ...{ department: 'police', folder: this.folder, origin: ORIGIN, policyArea: '990101', suite: std1, trust },
      ...{ clock: { now: () => Date.parse(NOW) }, hub: this.hub, log: this.hub },
    });
    this.started.push(this.edge);
    return this.edge;
  }

  /** As after a kill: nothing of the one before is closed in order, it only does nothing any more. */
  async restart(trust?: LogTrust): Promise<void> {
    await this.edge.upkeep.close();
    await this.edge.outbox.close();
    this.start(trust);
  }

  push(id: string) {
    return this.edge.edge.push(event(id), SENDER, 'zh');
  }

  async pushEach(names: readonly string[]): Promise<void> {
    for (const id of names) expect((await this.push(id)).status).toBe(201);
  }

  pushAtomic(names: readonly string[]) {
    return this.edge.edge.pushAtomic(
      names.map((id) => event(id)),
      SENDER,
      'zh',
    );
  }

  /** What an operator asks for, as the command line does. */
  request(name: string): void {
    writeFileSync(join(this.folder, 'requests', name), '{}');
  }
  async ask(name: string): Promise<Record<string, unknown>> {
    this.request(name);
    await this.edge.upkeep.round();
    return JSON.parse(readFileSync(join(this.folder, 'requests', `${name}.result`), 'utf8')) as Record<string, unknown>;
  }

  /** The signing seed in the edge's folder, as a thief would read it. */
  seed(): Uint8Array {
    return Buffer.from(readFileSync(join(this.folder, 'keys', 'police.signing.key'), 'utf8').trim(), 'base64');
  }

  async close(): Promise<void> {
    for (const one of this.started) await one.close();
  }
}

/** Appends events of nobody to a hub's log, so that it becomes a history of its own. */
export async function fork(hub: MemoryHub, events: number): Promise<void> {
  for (let n = 0; n < events; n++) {
    const claim = `{"department":"court","id":"fork-${n}","type":"court.x"}`;
    const [batch] = signBatch(std1, { origin: ORIGIN, department: 'court', keyId: 'court-1', seed: Buffer.alloc(32, 5), claims: [claim] }).places;
    const entry = {
      source: 'fork',
      id: `${n}`,
      contentMac: Buffer.alloc(32),
      type: 'court.x',
      department: 'court',
      level: 'L1' as const,
      claim,
      bound: {},
    };
    await hub.log.append([{ entries: [{ ...entry, batch: batch as never }] }]);
  }
}
