import type { Notice } from '../api/types';
import { at } from './fake-county';

const base = { from: '公安机关', state: 'sent', open: true } as const;

/** Invented notices of a department. */
export const makeNotices = (): Notice[] => [
  {
    ...base,
    notice: 'red-1',
    kind: 'task',
    kindTitle: '紧急报告',
    urgent: true,
    title: '学校发现疑似侵害',
    from: '教育部门',
    place: '测试县',
    since: at(-0.05),
    dueAt: at(0.95),
  },
  {
    ...base,
    notice: 'task-1',
    kind: 'task',
    kindTitle: '任务',
    needTitle: '安全庇护',
    name: '测试甲',
    minorRef: 'minor-AAAAAAAAAAAAAAAAAAAAAA',
    townName: '东溪镇',
    since: at(-30),
    dueAt: at(-6),
    overdue: true,
  },
  {
    ...base,
    notice: 'notice-1',
    kind: 'notice',
    kindTitle: '通知',
    title: '撤销、恢复监护人资格裁判',
    from: '人民法院',
    minorRef: 'minor-BBBBBBBBBBBBBBBBBBBBBB',
    since: at(-2),
    dueAt: at(1),
  },
  {
    ...base,
    notice: 'envelope-1',
    kind: 'notice',
    kindTitle: '通知',
    needTitle: '法律',
    from: '人民检察院',
    withdrawn: true,
    since: at(-20),
    dueAt: at(60),
    late: true,
  },
  {
    ...base,
    notice: 'task-2',
    kind: 'task',
    kindTitle: '任务',
    needTitle: '就学',
    state: 'accepted',
    from: '教育部门',
    townName: '西岭镇',
    since: at(-50),
    dueAt: at(-20),
    answeredAt: at(-40),
  },
];
