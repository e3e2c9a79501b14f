import type { ReviewPair } from '../api/identity-client';
import { MINORS } from './fake-county';

const mother = { name: '溪守兰', rel: 'mother', docNo: '…0022', phone: '…0001' };
const refs = (at: number) => ({ minorRef: MINORS[at]?.minorRef });
const file = {
  name: '溪若云',
  sex: '2',
  birthDate: '2015-06-01',
  guardians: [mother],
  areaHousehold: '990101003201',
  townName: '南塘镇',
  registeredOn: '2026-10-12',
};

const pairs = (): ReviewPair[] => [
  {
    id: 'pair-1',
    score: 80,
    state: 'open',
    agreements: { id: 'unknown', name: 'same', birthDate: 'same', sex: 'same', guardian: 'same', school: 'unknown', address: 'unknown' },
    files: [
      { ...file, ...refs(0), docType: '01', docNo: '…0022', addressHousehold: '南塘镇一村1组' },
      { ...file, ...refs(1), docType: '99', areaHousehold: undefined, registeredOn: '2026-11-02' },
    ],
  },
  {
    id: 'pair-2',
    score: 75,
    state: 'open',
    first: { verdict: 'same', mine: false },
    agreements: { id: 'conflict', name: 'near', birthDate: 'same', sex: 'conflict', guardian: 'same', school: 'same', address: 'same' },
    files: [
      { ...file, docType: '01', docNo: '…0049', name: '扎西多吉', sex: '1' },
      { ...file, docType: '02', docNo: '…7701', name: '扎西·卓玛' },
    ],
  },
];

/** The desk of identities over invented data: it remembers what was said. */
export class FakeIdentity {
  private rows = pairs();
  readonly said: unknown[] = [];

  answer(path: string, query: URLSearchParams, body: string): unknown {
    const [, , , , id, verdict] = path.split('/');
    const state = query.get('state') ?? 'open';
    if (id === undefined && body !== '') {
      this.said.push(JSON.parse(body));
      return { id: 'pair-1' };
    }
    if (id === undefined) return { rows: this.rows.filter((row) => row.state === state) };
    const said = JSON.parse(body) as { reason: string; events?: string[] };
    this.said.push({ id, verdict, ...said });
    const pair = this.rows.find((row) => row.id === id);
    const second = pair?.first !== undefined && pair.first.verdict === verdict && !pair.first.mine;
    this.rows = this.rows.flatMap((row): ReviewPair[] => {
      if (row.id !== id) return [row];
      if (verdict === 'later') return [{ ...row, state: 'later' }];
      if (second) return verdict === 'same' ? [{ ...row, state: 'merged', first: undefined }] : [];
      return [{ ...row, first: { verdict: verdict as 'same', mine: true, ...(said.events && { events: said.events }) } }];
    });
    return { state: second ? 'merged' : 'second', position: 20_114 };
  }
}
