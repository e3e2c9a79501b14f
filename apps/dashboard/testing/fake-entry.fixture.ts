import { entersFor, entersGroup, ENTERS, formsSource, RECORDS_SOURCE, viewerOf, type EntryGroup, type Role, type Viewer } from '@lianhu/access';
import { catalogue, catalogueDocument, checkEvent, eventDocument } from '@lianhu/catalogue';
import { ENTERED, RECORD_GROUPS } from '@lianhu/departments/hub';
import type { SessionUser } from '../api/types';

/** An answer of the fake API. */
export interface FakeAnswer {
  readonly status: number;
  readonly body: unknown;
}
const TOWNS = ['东溪镇', '西岭镇', '南塘镇'].map((name, index) => ({ town: `99010100${index + 1}`, name }));
const entry = (type: string) => catalogue.event(type) ?? {};

/** Forms and the catalogue over the real classes and the real check; only the log behind is a list in memory. */
export class FakeEntry {
  /** Every event that was taken, by source and id. */
  readonly taken = new Map<string, Readonly<Record<string, unknown>>>();

  answer(path: string, body: string, user: SessionUser): FakeAnswer | undefined {
    if (path === '/api/catalogue') return { status: 200, body: catalogueDocument() };
    if (path.startsWith('/api/catalogue/')) return { status: 200, body: eventDocument(decodeURIComponent(path.split('/')[3] ?? ''), 1) };
    const viewer = viewerOf({ ...user, role: user.role as Role, area: user.area ?? '990101' });
    if (!viewer) return undefined;
    if (path === '/api/forms') return { status: 200, body: this.forms(viewer) };
    if (path === '/api/records') return this.take(viewer, body, 'hub', RECORDS_SOURCE);
    const department = /^\/api\/departments\/([^/]+)\/forms$/.exec(path)?.[1];
    return department === undefined ? undefined : this.take(viewer, body, department, formsSource(department));
  }

  private forms(viewer: Viewer): object {
    const own = catalogue.departments.filter(({ id }) => entersFor(viewer, id));
    const departments = own.map(({ id, name }) => ({ group: id, title: name, target: 'department', types: catalogue.eventsOf(id) }));
    const groups = Object.entries(RECORD_GROUPS).filter(([group]) => entersGroup(viewer, group as EntryGroup));
    return {
      groups: [...departments, ...groups.map(([group, { title, types }]) => ({ group, title, target: 'hub', types: types.map(entry) }))],
      towns: TOWNS,
      villages: [{ village: '990101002201', name: '岭头村' }],
    };
  }

  private take(viewer: Viewer, body: string, department: string, source: string): FakeAnswer {
    const sent = { ...(JSON.parse(body) as Readonly<Record<string, unknown>>), source, operatorref: 'test' };
    const group = ENTERED.get(String((sent as { type?: unknown }).type));
    const allowed =
      department === 'hub' ? group !== undefined && (ENTERS[group] as readonly string[]).includes(viewer.role) : entersFor(viewer, department);
    if (!allowed) return problem(403, 'type-not-yours');
    const checked = checkEvent(sent, { department, source, area: viewer.area }, { now: Date.now(), policyArea: '990101', language: 'zh' });
    if (checked.kind !== 'ok') return problem(422, 'invalid-event', checked.kind === 'forbidden' ? [] : checked.faults);
    const key = `${source} ${checked.event.id}`;
    const again = this.taken.has(key);
    this.taken.set(key, checked.event);
    const position = 20_114 + [...this.taken.keys()].indexOf(key);
    const leafHash = 'kB0v1n8m2Jx5c7Qz4Rt6Yw3Lp9Ks0Hd1Gf2Ae5Ui8Oo=';
    const receipt = { source, id: checked.event.id, type: checked.event.type, position, recordedAt: checked.event.time, leafHash };
    return { status: again ? 200 : 201, body: receipt };
  }
}

const problem = (status: number, code: string, errors: readonly object[] = []): FakeAnswer => ({
  status,
  body: { type: `/problems/${code}`, title: '事件不符合规范', status, errors },
});
