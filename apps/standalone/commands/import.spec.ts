import { waitingWords } from './import';

test('a table that waits says which required fields no column gives, and who goes on with it', () => {
  const targets = [
    { path: 'time', title: '发生时间', required: true },
    { path: 'data.alarmNo', title: '警情编号', required: true },
    { path: 'data.injured', title: '是否受伤', required: false },
  ];
  const words = waitingWords({ targets, columns: [{ header: '接警编号', target: 'data.alarmNo', confidence: 96 }] });
  expect(words).toContain('必填项：发生时间。');
  expect(words).toContain('文件导入');
  expect(waitingWords({})).not.toContain('必填项');
});
