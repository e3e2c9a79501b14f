import { curlLine, readCatalogue, readDetail, searchTypes } from './read-catalogue';

const ANSWER = {
  departments: [
    {
      department: 'police',
      name: '公安机关',
      events: [
        {
          type: 'police.dv-call.received',
          title: '家暴警情',
          level: 'L4',
          category: 'K09',
          protection: ['family'],
          versions: [1, 2],
          told: '未保办',
          words: 'alarmNo 警情编号 目睹',
        },
      ],
    },
  ],
};

test('a catalogue is told flat, with the newest version of each type', () => {
  expect(readCatalogue(ANSWER)).toMatchObject([
    { type: 'police.dv-call.received', version: 2, department: 'police', departmentName: '公安机关', protection: ['family'] },
  ]);
  expect(readCatalogue([{ id: 'court', types: [{ type: 'court.x', version: 3 }] }])).toMatchObject([
    { version: 3, departmentName: '人民法院', title: 'court.x' },
  ]);
  expect(readCatalogue(undefined)).toEqual([]);
});

test('fields come from the schema of data, titles and codes from the field list', () => {
  const { fields, example } = readDetail({
    schema: {
      properties: {
        data: { properties: { role: { type: 'string', enum: ['victim'] }, times: { type: 'integer', minimum: 0, maximum: 9 } }, required: ['role'] },
      },
    },
    fields: [{ name: 'role', title: '角色', kind: 'clear', codes: 'ROLE' }],
    codes: { ROLE: { title: '角色', version: 1, titles: { victim: '被害' } } },
    example: { type: 'x' },
  });
  expect(fields).toEqual([
    { name: 'role', title: '角色', form: '代码', kind: 'clear', level: undefined, unit: undefined, required: true, codes: { victim: '被害' } },
    { name: 'times', title: undefined, form: '整数 0–9', kind: undefined, required: false, codes: undefined },
  ]);
  expect(example).toEqual({ type: 'x' });
});

test('a search needs every word, in name, title or department', () => {
  const types = readCatalogue(ANSWER);
  expect(searchTypes(types, '公安 家暴')).toHaveLength(1);
  expect(searchTypes(types, 'DV-call')).toHaveLength(1);
  expect(searchTypes(types, '公安 辍学')).toHaveLength(0);
});

test('a search looks into fields and codes too, and within one department or level', () => {
  const types = readCatalogue(ANSWER);
  expect(['警情编号', 'alarmno', '目睹'].map((words) => searchTypes(types, words).length)).toEqual([1, 1, 1]);
  expect(searchTypes(types, '', { department: 'police', level: 'L4' })).toHaveLength(1);
  expect(searchTypes(types, '', { department: 'court' })).toHaveLength(0);
  expect(searchTypes(types, '', { level: 'L5' })).toHaveLength(0);
});

test('the command line survives a quote in the example and holds no token', () => {
  const [type] = readCatalogue(ANSWER);
  const line = type === undefined ? '' : curlLine(type, { note: "it's" }, 'http://127.0.0.1:3000');
  expect(line).toContain(`-d '{"note":"it'\\''s"}'`);
  expect(line).toContain('$TOKEN');
});
