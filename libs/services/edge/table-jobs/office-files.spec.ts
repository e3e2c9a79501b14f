import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import type { Viewer } from '@lianhu/access';
import { SURE } from '@lianhu/connectors';
import { normalizeCitizenId } from '@lianhu/standards';
import type { Edge } from '../edge';
import { scratch } from '../edge.fixture';
import { TABLE_FAULTS } from '../reading/limits';
import { openTable } from '../reading/table';
import { FakeEdge, NOW } from './fake-edge.fixture';
import type { Job } from './job';
import { workbook, type OfficeFile } from './office-file.fixture';
import { officeTexts } from './office-texts.fixture';
import { OFFICE_WORKBOOKS } from './office-workbooks.fixture';
import { TableJobs } from './table-jobs';

const place = scratch();
afterAll(() => place.remove());
const gb = (text: string): Uint8Array => execFileSync('iconv', ['-f', 'utf-8', '-t', 'gb18030'], { input: text });
const FILES = [...OFFICE_WORKBOOKS, ...officeTexts(gb)];
const found = { right: 0, unsure: 0, wrong: [] as string[], types: 0, sheets: 0 };

const officer = (department: string): Viewer => ({ name: department, role: 'data-officer', kind: 'person', department, area: '990101' });
let folders = 0;
async function taken(department: string, bytes: Uint8Array) {
  const edge = new FakeEdge(department);
  const folder = join(place.folder, String(++folders));
  const jobs = new TableJobs({ edge: edge as unknown as Edge, folder, key: Buffer.alloc(32, 9), places: { '990101001': '城关镇' }, now: () => NOW });
  const send = async (file: Uint8Array): Promise<string> => {
    const stream = Readable.from([Buffer.from(file)], { objectMode: false });
    const { id } = await jobs.add({ name: '表', stream, viewer: officer(department) });
    await jobs.settled();
    return id;
  };
  return { edge, jobs, send, id: await send(bytes) };
}

/** Takes a file as a job that waits for a person, of the type that the person would choose. */
async function waiting({ department, type, bytes }: OfficeFile) {
  const { edge, jobs, id } = await taken(department, await bytes());
  const first = jobs.get(id) as Job;
  const guessed = first.types[0] === type;
  if (first.state === 'waiting' && !guessed) await jobs.guess(id, type);
  return { edge, jobs, guessed, job: jobs.get(id) as Job };
}

test.each(FILES)('never seen before: $what', async (file) => {
  const { edge, jobs, guessed, job } = await waiting(file);
  if (file.fault !== undefined) {
    expect([job.state, job.fault, TABLE_FAULTS[job.fault ?? 'empty'].length > 8]).toEqual(['refused', file.fault, true]);
    return;
  }
  expect([job.state, job.headers]).toEqual(['waiting', file.columns.map(([header]) => header)]);
  found.types += guessed ? 1 : 0;
  job.guesses.forEach(({ header, target, confidence }, i) => {
    const [, ...right] = file.columns[i] ?? [''];
    if (confidence < SURE || target === undefined) found.unsure++;
    else if (right.includes(target)) found.right++;
    else found.wrong.push(`${file.what}: ${header} → ${target} (${confidence})`);
  });
  const columns = file.columns.map(([header, target]) => ({ target, ...(file.units?.[header] && { unit: file.units[header] }) }));
  const constants: Readonly<Record<string, string>> = file.type === 'civil-affairs.minor.listed' ? { 'data.since': '2026-09-01' } : {};
  jobs.decide(job.id, { type: file.type, columns, constants });
  await jobs.settled();
  const faults: (readonly [number, string])[] = [];
  for await (const { row, rule } of jobs.faults(job.id)) faults.push([row, rule]);
  const sent = edge.events.map(({ time, data }) => {
    const { docNo } = (data as { minor: { docNo: string } }).minor;
    return [normalizeCitizenId(docNo.trim()), String(time).slice(0, 10)];
  });
  expect([jobs.get(job.id)?.state, sent, faults]).toEqual(['done', file.sent, file.refused ?? []]);
  await jobs.close();
});

test('of their columns at least 98 % are told right or wait for a person, and none is told wrong', () => {
  const { right, unsure, wrong, types } = found;
  const files = FILES.filter(({ fault }) => fault === undefined).length;
  process.stderr.write(`office files: ${right} columns right, ${unsure} unsure, ${wrong.length} wrong; type of ${types} of ${files} guessed\n`);
  expect(wrong).toEqual([]);
  expect(right).toBeGreaterThan(unsure);
});

describe('sheets of a workbook', () => {
  const ALARMS = ['接警编号', '接警时间', '警情类别', '发生乡镇', '未成年人角色', '是否受伤', '未成年人姓名', '身份证号码'];
  const alarm = (no: string) => [no, '2026-09-03', '纠纷', '城关镇', '求助', '否', '测试甲', '990101201506010014'];

  test('a person reads another sheet: in place of one that waits, and as a job of its own after one that was sent', async () => {
    const risks = [['未成年人姓名', '身份证号', '存在的风险', '走访日期']];
    const { jobs, id, edge } = await taken(
      'police',
      await workbook({
        说明: [['一、填表要求'], ['二、报送时间']],
        八月: [ALARMS, alarm('示-1')],
        九月: [ALARMS, alarm('示-2'), alarm('示-3')],
        风险: risks,
      }),
    );
    expect([jobs.get(id)?.sheet, jobs.get(id)?.state, jobs.get(id)?.tally.accepted]).toEqual(['八月', 'done', 1]);
    const september = await jobs.readSheet(id, '九月', officer('police'));
    await jobs.settled();
    expect(jobs.get(september.id)).toMatchObject({ sheet: '九月', state: 'done', tally: { accepted: 2 } });
    expect([september.id === id, jobs.get(id)?.sheet, edge.events.length]).toEqual([false, '八月', 3]);
    await expect(jobs.readSheet(id, '十月', officer('police'))).rejects.toMatchObject({ code: 'refused' });
    await jobs.close();
  });

  test('one that waits is read anew, and the sheet that explains is refused by name until another is chosen', async () => {
    const table = [
      ['姓名', '身份证', '存在的风险', '走访日期'],
      ['测试甲', '990101201506010014', '暴力', '2026-09-03'],
    ];
    const { jobs, id } = await taken('womens-federation', await workbook({ 说明: [['一、填表要求'], ['二、报送时间']], 一月: table, 二月: table }));
    expect([jobs.get(id)?.sheet, jobs.get(id)?.state]).toEqual(['一月', 'waiting']);
    expect((await jobs.readSheet(id, '二月', officer('womens-federation'))).id).toBe(id);
    await jobs.settled();
    expect([jobs.get(id)?.sheet, jobs.get(id)?.state, jobs.get(id)?.counts?.data]).toEqual(['二月', 'waiting', 1]);
    await jobs.readSheet(id, '说明', officer('womens-federation'));
    await jobs.settled();
    expect([jobs.get(id)?.sheet, jobs.get(id)?.state, jobs.get(id)?.fault]).toEqual(['说明', 'refused', 'no-header']);
    const back = await jobs.readSheet(id, '一月', officer('womens-federation'));
    await jobs.settled();
    expect(jobs.get(back.id)).toMatchObject({ sheet: '一月', state: 'waiting' });
    await jobs.close();
  });

  test('the sheet that a connector names is read before one that looks likelier', async () => {
    const bytes = Buffer.from(
      await workbook({
        本月: [ALARMS, alarm('示-1')],
        接处警: [
          ['编号', '姓名'],
          ['1', '测试甲'],
        ],
      }),
    );
    const source = {
      size: bytes.length,
      stream: (start = 0, end = bytes.length) => Readable.from([bytes.subarray(start, end)], { objectMode: false }),
    };
    const read = async (sheets: readonly string[]) => {
      const table = await openTable(source, { sheets });
      table.close();
      return table.sheet;
    };
    expect([await read([]), await read(['接处警']), await read(['没有的'])]).toEqual(['本月', '接处警', '本月']);
  });
});

test('A, then B which corrects it, then A again: B counts, and the sender hears that A brought nothing back', async () => {
  const file = (town: string): Uint8Array =>
    Buffer.from(
      `接警编号,接警时间,警情类别,发生乡镇,未成年人角色,是否受伤,未成年人姓名,身份证号码\n示-1,2026-09-03,纠纷,${town},求助,否,测试甲,990101201506010014\n`,
    );
  const { jobs, send, id, edge } = await taken('police', file('990101001'));
  const tallies = [id, await send(file('990101002')), await send(file('990101001')), await send(file('990101002'))].map(
    (job) => jobs.get(job)?.tally,
  );
  expect(tallies).toMatchObject([{ accepted: 1 }, { accepted: 1 }, { accepted: 0, seen: 0, older: 1 }, { accepted: 0, seen: 1, older: 0 }]);
  expect(edge.events.map(({ data }) => (data as { town: string }).town)).toEqual(['990101001', '990101002']);
  const told = jobs.list()[1];
  for await (const fault of jobs.faults(told?.id ?? '')) expect(fault).toMatchObject({ row: 2, rule: 'newer-stands' });
  await jobs.close();
});
