import type { JobFile, JobState, MappingSent } from '../files/files-client';
import { at } from './fake-county';

/** One invented file that waits for its columns; what a test sends is noted. */
export class FakeFiles {
  readonly sent: MappingSent[] = [];
  private jobs: JobFile[] = [];

  /** The answer of a route of files or jobs; undefined for one that is none of them. */
  answer(path: string, method: string, body: string): unknown {
    const [, , group, id = '', action] = path.split('/');
    if (group === 'departments' && action === 'files') return method === 'POST' ? this.add() : { rows: this.jobs };
    const job = group === 'jobs' ? this.jobs.find((one) => one.id === id) : undefined;
    if (job === undefined) return undefined;
    if (action === 'mapping') return this.decide(job, JSON.parse(body) as MappingSent);
    if (action === 'sheet') return this.replace({ ...job, sheet: (JSON.parse(body) as { sheet: string }).sheet });
    if (action === 'cancel') return this.change(job, 'cancelled');
    return job;
  }

  private add(): object {
    const id = `job-${this.jobs.length + 1}`;
    const column = (header: string, target: string | null | undefined, confidence: number, ...samples: string[]) => ({
      header,
      target,
      confidence,
      samples,
    });
    const target = (path: string, title: string, required = false) => ({ path, title, required });
    const job: JobFile = {
      ...{ id, file: '演示镇补贴发放.xlsx', createdAt: at(0), state: 'waiting', baseline: false, title: '演示县困境儿童补贴发放表' },
      sheet: '发放表',
      sheets: ['发放表', '填表说明'],
      counts: { data: 128, empty: 1, total: 1, note: 1, header: 0 },
      tally: { accepted: 0, seen: 0, older: 0, stored: 0, quarantined: 0, faulty: 0 },
      faults: { total: 0, rows: [] },
      types: [
        { id: 'civil-affairs.allowance.paid', title: '补贴发放' },
        { id: 'civil-affairs.minor.listed', title: '纳入重点对象' },
      ],
      columns: [
        column('序号', null, 100, '1', '2', '3'),
        column('姓名', 'minor.name', 100, '测试甲', '测试乙'),
        column('身份证号', 'minor.docNo', 96, '990101201506010014'),
        column('补贴类型', 'data.kind', 96, '散居孤儿', '事实无人抚养'),
        column('发放月份', 'data.month', 96, '2026年9月'),
        column('发放额', 'data.amount', 62, '950.00', '1,200.00'),
        column('发放日期', 'time', 96, '2026.9.25'),
        column('银行账号', undefined, 0, '6222…'),
      ],
      targets: [
        ...[
          target('time', '发生时间', true),
          target('minor.name', '姓名', true),
          target('minor.docNo', '证件号码'),
          target('data.kind', '类别', true),
        ],
        ...[target('data.month', '月份', true), { ...target('data.amount', '金额（分）', true), counts: 'fen' as const }],
      ],
      needed: ['发生时间', '姓名', '类别', '月份', '金额（分）', '性别', '出生日期'],
    };
    this.jobs = [job, ...this.jobs];
    return { job: id };
  }

  private decide(job: JobFile, mapping: MappingSent): JobFile {
    this.sent.push(mapping);
    const faults = [
      { row: 14, column: '身份证号', message: '号码已被 Excel 改成科学计数或末位变零，请将该列设为“文本”后重新填写' },
      { row: 77, column: '发放额', message: '不是数字' },
    ];
    const { types: _types, columns: _columns, targets: _targets, needed: _needed, ...rest } = job;
    return this.replace({
      ...rest,
      state: 'done',
      typeTitle: '补贴发放',
      tally: { ...job.tally, accepted: 126, faulty: 2 },
      faults: { total: 2, rows: faults },
    });
  }
  private change = (job: JobFile, state: JobState): JobFile => this.replace({ ...job, state });
  private replace(job: JobFile): JobFile {
    this.jobs = this.jobs.map((one) => (one.id === job.id ? job : one));
    return job;
  }
}
