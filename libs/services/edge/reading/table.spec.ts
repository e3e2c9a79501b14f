import { Readable } from 'node:stream';
import ExcelJS from 'exceljs';
import { zipSync, strToU8 } from 'fflate';
import { NotATable, TABLE_FAULTS } from './limits';
import type { Source } from './source';
import { openTable, type TableRow } from './table';

const source = (bytes: Uint8Array): Source => ({
  size: bytes.length,
  // Small pieces: a character or a tag may be cut anywhere.
  stream: (start = 0, end = bytes.length) => Readable.from(pieces(Buffer.from(bytes.subarray(start, end))), { objectMode: false }),
});
function* pieces(bytes: Buffer): Generator<Buffer> {
  const step = bytes.length > 100_000 ? 65_536 : 7;
  for (let at = 0; at < bytes.length; at += step) yield bytes.subarray(at, at + step);
}
const read = async (bytes: Uint8Array, options: Parameters<typeof openTable>[1] = {}) => {
  const table = await openTable(source(bytes), options);
  const rows: TableRow[] = [];
  for await (const row of table.rows()) rows.push(row);
  table.close();
  return { ...table, body: rows.filter(({ kind }) => kind === 'data').map(({ cells }) => cells.map((cell) => cell?.text)), all: rows };
};
const faultOf = (bytes: Uint8Array): Promise<string> =>
  openTable(source(bytes)).then(
    () => 'none',
    (error: unknown) => (error instanceof NotATable ? error.fault : String(error)),
  );

/** GB18030 of 姓名,性别 / 测试甲,男 */
const GB = Buffer.concat([
  Buffer.from([0xd0, 0xd5, 0xc3, 0xfb, 0x2c, 0xd0, 0xd4, 0xb1, 0xf0, 0x0a]),
  Buffer.from([0xb2, 0xe2, 0xca, 0xd4, 0xbc, 0xd7, 0x2c, 0xc4, 0xd0, 0x0a]),
]);
const TEXT = '姓名,性别\n测试甲,男\n';
const utf16 = (text: string): Buffer => Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, 'utf16le')]);

test.each([
  ['UTF-8', Buffer.from(TEXT)],
  ['UTF-8 with its mark', Buffer.from(`\uFEFF${TEXT}`)],
  ['GB18030', GB],
  ['UTF-16', utf16(TEXT.replaceAll(',', '\t'))],
  ['UTF-16 without its mark', Buffer.from(TEXT.replaceAll(',', '\t'), 'utf16le')],
  ['UTF-16 without its mark, the other order', Buffer.from(TEXT, 'utf16le').swap16()],
  ['tabs', Buffer.from(TEXT.replaceAll(',', '\t'))],
  ['semicolons', Buffer.from(TEXT.replaceAll(',', ';'))],
  ['returns', Buffer.from(TEXT.replaceAll('\n', '\r\n'))],
  ['JSON', Buffer.from('[{"姓名":"测试甲","性别":"男"}]')],
  ['JSON lines', Buffer.from('{"姓名":"测试甲","性别":"男"}\n')],
  ['XML', Buffer.from('<?xml version="1.0" encoding="UTF-8"?><表><行><姓名>测试甲</姓名><性别>男</性别></行></表>')],
  ['XML attributes', Buffer.from('<r><list><p 姓名="测试甲" 性别="男"/></list></r>')],
] as const)('the same table in %s', async (_name, bytes) => {
  expect(await read(bytes)).toMatchObject({ headers: ['姓名', '性别'], body: [['测试甲', '男']] });
});

test('an array of JSON is several values; one of objects or arrays is none, and says what stands there', async () => {
  const { all } = await read(Buffer.from('[{"姓名":["测试甲",null,"测试乙"],"家长":[{"姓名":"测试父"}],"表":[[1,2]],"空":[],"数":[1,2]}]'));
  expect(all.map(({ cells }) => cells)).toEqual([
    [{ text: '测试甲、测试乙' }, { text: '[{"姓名":"测试父"}]', nested: true }, { text: '[[1,2]]', nested: true }, { text: '1、2' }],
  ]);
});

test('UTF-16 without its mark is not guessed at: 一 has a zero byte on the other side, and what is neither is told', async () => {
  const ones = `姓名\t住址\n${'一一\t一一一\n'.repeat(2_000)}`;
  for (const bytes of [Buffer.from(ones, 'utf16le'), Buffer.from(ones, 'utf16le').swap16()]) expect((await read(bytes)).counts.data).toBe(2_000);
  const zeros = Buffer.alloc(400);
  const bare = Buffer.from('姓名\u0000,性别\n测试甲,男\n');
  for (const bytes of [zeros, bare, Buffer.concat([Buffer.from(TEXT, 'utf16le'), Buffer.alloc(300)])]) expect(await faultOf(bytes)).toBe('encoding');
});

test('a quoted field may hold delimiters, quotes and ends of line', async () => {
  const { body, all } = await read(Buffer.from('姓名,备注\n测试甲,"第一行\n第二行, ""引号"""\n测试乙,无\n'));
  expect(body).toEqual([
    ['测试甲', '第一行\n第二行, "引号"'],
    ['测试乙', '无'],
  ]);
  expect(all.map(({ row }) => row)).toEqual([2, 3]);
});

test('titles above, a header in two rows, empty rows, the header again, sums and signatures below', async () => {
  const text = `某县留守儿童登记表,,,,
填报单位：测试镇,,,,
序号,儿童,,监护人,
,姓名,性别,姓名,电话
1,测试甲,男,测试父,15400000001
,,,,
,姓名,性别,姓名,电话
2,测试乙,女,测试母,15400000002
合计,2人,,,
填表人：测试丙,,,,
`;
  const table = await read(Buffer.from(text));
  expect(table.headers).toEqual(['序号', '儿童姓名', '儿童性别', '监护人姓名', '监护人电话']);
  expect(table.title).toBe('某县留守儿童登记表 填报单位：测试镇');
  expect(table.counts).toEqual({ data: 2, empty: 1, header: 1, total: 1, note: 1 });
  expect(table.body.map(([, name]) => name)).toEqual(['测试甲', '测试乙']);
});

async function workbook(fill: (sheet: ExcelJS.Worksheet) => void): Promise<Uint8Array> {
  const book = new ExcelJS.Workbook();
  fill(book.addWorksheet('名册'));
  return new Uint8Array(await book.xlsx.writeBuffer());
}

test('a workbook: real dates, numbers that lost digits, merged headers and households', async () => {
  const bytes = await workbook((sheet) => {
    sheet.addRow(['某县名册']);
    sheet.mergeCells('A1:E1');
    sheet.addRow(['姓名', '出生日期', '身份证号', '家庭住址', '金额（元）']);
    sheet.addRow(['测试甲', new Date('2015-06-01T00:00:00Z'), 990101201506010014, '测试路1号', 1234.56]);
    sheet.addRow(['测试乙', new Date('2016-08-15T00:00:00Z'), '99010120160815019X', undefined, 0.29]);
    sheet.mergeCells('D3:D4');
  });
  const { body, all, headers } = await read(bytes);
  expect(headers).toEqual(['姓名', '出生日期', '身份证号', '家庭住址', '金额（元）']);
  expect(body[0]?.slice(0, 2)).toEqual(['测试甲', '2015-06-01T00:00:00+08:00']);
  expect(all[0]?.cells[2]).toMatchObject({ numeric: true });
  expect(body[1]).toEqual(['测试乙', '2016-08-15T00:00:00+08:00', '99010120160815019X', '测试路1号', '0.29']);
});

test('hostile and broken files are refused by name', async () => {
  const sheet = (xml: string) => ({
    'xl/workbook.xml': strToU8('<workbook xmlns:r="r"><sheets><sheet name="a" r:id="1"/></sheets></workbook>'),
    'xl/_rels/workbook.xml.rels': strToU8('<R><R Id="1" Target="s.xml"/></R>'),
    'xl/s.xml': strToU8(xml),
  });
  expect(await faultOf(zipSync(sheet(`<a>${' '.repeat(30_000_000)}</a>`)))).toBe('hostile');
  expect(await faultOf(zipSync(Object.fromEntries(Array.from({ length: 1_001 }, (_, i) => [`f${i}`, strToU8('x')]))))).toBe('hostile');
  expect(await faultOf(zipSync(sheet('<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>')))).toBe('hostile');
  expect(await faultOf(Buffer.from('<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a><r><n>&b;</n></r></a>'))).toBe('hostile');
  expect(await faultOf(zipSync(sheet('<a>')).subarray(0, 200))).toBe('broken');
  expect(await faultOf(Buffer.from('[{"a":1,"b":'))).toBe('broken');
  expect(await faultOf(Buffer.from('姓名,性别\n"测试甲,男\n'))).toBe('broken');
  expect(await faultOf(Buffer.from('<html><table><tr><td>姓名</td></tr></table></html>'))).toBe('html');
  expect(await faultOf(Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]))).toBe('old-excel');
  expect(await faultOf(Buffer.from([0x61, 0xff, 0x2c, 0xff, 0x0a]))).toBe('encoding');
  expect(await faultOf(Buffer.alloc(0))).toBe('empty');
  expect(await faultOf(Buffer.from('姓名,姓名\n测试甲,男\n'))).toBe('same-header');
});

test('an array of JSON that ends before its end is refused, also between two rows: the rest would be missing and nobody told', async () => {
  const [one, two] = ['{"姓名":"测试甲","性别":"男"}', '{"姓名":"测试乙","性别":"女"}'];
  for (const cut of [`[${one}`, `[${one},`, `[${one},${two}\n`, `{"rows":[${one},${two}]`]) expect(await faultOf(Buffer.from(cut))).toBe('broken');
  for (const whole of [`[${one},${two}]`, `${one}\n${two}\n`, `${one}`, `[${one}]\n[${two}]\n`, `[[${one}],[${two}]]`])
    expect(await faultOf(Buffer.from(whole))).toBe('none');
});

test('both edges of the number of columns', async () => {
  const header = (columns: number) =>
    Buffer.from(
      `${Array.from({ length: columns }, (_, i) => (i === 0 ? '姓名' : `栏目${'甲'.repeat(1 + (i % 9))}${String.fromCodePoint(0x4e00 + i)}`)).join(',')}\n`,
    );
  expect(await faultOf(header(200))).toBe('none');
  expect(await faultOf(header(201))).toBe('too-many-columns');
});

test('what is packed like a workbook and is none is called by its name', async () => {
  expect(await faultOf(zipSync({ 'word/document.xml': strToU8('<w/>') }))).toBe('not-a-workbook');
});

test('every refusal of a file says what to do about it', () => {
  for (const words of Object.values(TABLE_FAULTS)) expect(words).toMatch(/请|应在/);
});

const BOOK = (state: string, cells: string, date1904 = '') => ({
  'xl/workbook.xml': strToU8(
    `<workbook xmlns:r="r">${date1904}<sheets><sheet name="字典" state="${state}" r:id="1"/><sheet name="表" r:id="2"/></sheets></workbook>`,
  ),
  'xl/_rels/workbook.xml.rels': strToU8('<R><R Id="1" Target="a.xml"/><R Id="2" Target="b.xml"/></R>'),
  'xl/a.xml': strToU8('<w><row r="1"><c t="str"><v>姓名</v></c><c t="str"><v>性别</v></c></row><row r="2"><c t="str"><v>某某</v></c></row></w>'),
  'xl/b.xml': strToU8(`<w><row r="1"><c t="str"><v>姓名</v></c><c t="str"><v>出生日期</v></c></row><row r="2">${cells}</row></w>`),
});

test.each(['hidden', 'veryHidden'])('a sheet that is %s is not the table, nor can it be asked for', async (state) => {
  const bytes = zipSync(BOOK(state, '<c t="str"><v>测试甲</v></c>'));
  expect(await read(bytes)).toMatchObject({ sheets: ['表'], headers: ['姓名', '出生日期'] });
  await expect(openTable(source(bytes), { sheet: '字典' })).rejects.toThrow('no-sheet');
});

test('a formula that was never computed is a fault, an empty result is an empty cell', async () => {
  const { body } = await read(zipSync(BOOK('hidden', '<c t="str"><v>测试甲</v></c><c><f>A1</f></c>')));
  expect(body).toEqual([['测试甲', '#VALUE!']]);
  const empty = await read(zipSync(BOOK('hidden', '<c t="str"><v>测试甲</v></c><c t="str"><f>A1</f><v></v></c>')));
  expect(empty.body[0]?.filter(Boolean)).toEqual(['测试甲']);
});

test('a bare number of a workbook that counts from 1904 says so', async () => {
  const { all } = await read(zipSync(BOOK('hidden', '<c t="str"><v>测试甲</v></c><c><v>44806</v></c>', '<workbookPr date1904="1"/>')));
  expect(all[0]?.cells[1]).toEqual({ text: '44806', numeric: true, from1904: true });
});

test('a text that ends within a row says so; one that ends within a character is broken', async () => {
  expect((await read(Buffer.from('姓名,性别,年级\n测试甲,男,1\n测试乙,'))).all.map(({ cut }) => cut ?? false)).toEqual([false, true]);
  expect((await read(Buffer.from('姓名,性别,年级\n测试甲,男,1\n测试乙,女\n'))).all.map(({ cut }) => cut ?? false)).toEqual([false, false]);
  expect(await faultOf(Buffer.from('姓名,性别\n测试甲,男').subarray(0, -1))).toBe('broken');
});
