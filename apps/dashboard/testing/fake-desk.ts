import type { DeskDecision, DeskEntry, DeskRefusal, DeskState } from '../api/desk-client';
import { at } from './fake-county';

const CHILD = { docType: '01', docNo: '990101201506010014', name: '测试甲', sex: '2', birthDate: '2015-06-01', addressActual: '演示县测试镇一村1号' };

const entries = (): DeskEntry[] => [
  {
    id: '000000000000001',
    reason: 'identity-mismatch',
    title: '家暴警情',
    titles: { '/data/alarmNo': '警情编号', '/data/minorRole': '未成年人角色' },
    texts: { '/data/minorRole': '目睹' },
    faults: [{ pointer: '/data/minor/sex', rule: 'identity-mismatch', message: '与身份证号不一致，待人工核对' }],
    sent: {
      type: 'police.dv-call.received',
      id: 'JQ-2026-000123',
      time: '2026-10-12T09:30:00+08:00',
      data: { alarmNo: '示公警〔2026〕123号', minorRole: 'witness', minor: CHILD },
    },
  },
  {
    id: '000000000000002',
    reason: 'outside-duty-area',
    title: '家暴警情',
    titles: { '/data/alarmNo': '警情编号', '/data/minorRole': '未成年人角色' },
    faults: [{ pointer: '/area', rule: 'outside-duty-area', message: '不在本单位辖区内，待人工核对' }],
    sent: {
      type: 'police.dv-call.received',
      id: 'JQ-2026-000124',
      time: '2026-10-12T10:30:00+08:00',
      area: '990202001',
      data: { alarmNo: '示公警〔2026〕124号', minorRole: 'victim', minor: { ...CHILD, sex: '1', name: '测试乙' } },
    },
  },
];
const refusals = (): DeskRefusal[] => [
  {
    id: '000000000000009',
    source: 'urn:lianhu:source:police:default',
    eventId: 'JQ-2026-000099',
    problem: { title: '事件不符合规范', errors: [{ pointer: '/corrects', rule: 'corrects', message: '没有可更正的事件' }] },
    title: '家暴警情',
    titles: { '/data/alarmNo': '警情编号', '/data/minorRole': '未成年人角色' },
    sent: {
      type: 'police.dv-call.received',
      id: 'JQ-2026-000099',
      time: '2026-10-11T21:30:00+08:00',
      corrects: 'JQ-2026-000098',
      data: { alarmNo: '示公警〔2026〕99号', minorRole: 'victim', minor: { ...CHILD, name: '测试丙' } },
    },
  },
  {
    id: '000000000000008',
    source: 'urn:lianhu:source:police:default',
    eventId: 'JQ-2026-000098',
    problem: { title: '未知的编号' },
  },
];

/** The desk of one department over invented data: it remembers what was decided. */
export class FakeDesk {
  private rows = entries();
  private refused = refusals();
  private readonly decisions: DeskDecision[] = [
    {
      at: at(-30),
      by: '测试员丁',
      action: 'release',
      why: '已电话核实，孩子暂住邻县亲属家',
      about: '000000000000000',
      reason: 'outside-duty-area',
      outcome: 'decided',
    },
  ];
  /** Bodies of what was decided, for tests. */
  readonly deeds: unknown[] = [];

  answer(path: string, body: string): unknown {
    const [, , , , part, id, deed] = path.split('/');
    if (body === '') return this.show();
    const sent = JSON.parse(body) as { why?: string; id?: string };
    this.deeds.push({ deed: deed ?? part, about: id ?? sent.id, ...sent });
    const about = id ?? sent.id ?? '';
    const action = (deed ?? 'withdraw') as DeskDecision['action'];
    this.decisions.unshift({ at: at(0), by: '测试员丁', action, why: sent.why ?? '', about, outcome: 'decided' });
    this.rows = this.rows.filter((row) => row.id !== id);
    this.refused = this.refused.filter((row) => row.id !== id);
    return deed === 'discard' ? { discarded: true } : { status: 201, receipt: { position: 20_114 } };
  }
  private show(): DeskState {
    return { rows: this.rows, refused: this.refused, refusedCount: this.refused.length, decisions: this.decisions, decided: this.decisions.length };
  }
}
