import { PLACEKIND, POST } from '@lianhu/departments/hub';
import { C08, C09, C10, C15 } from '../indicators/c-posts';
import { H07, H07B, H08, H09, H09B } from '../indicators/h-team';
import { columns, columnsByCode, defineBoard } from './define';

/** V21 队伍阵地. Posts and places are nobody's private matter: no figure is hidden. */
export const team = defineBoard({
  id: 'team',
  view: 'V21',
  title: '队伍阵地',
  units: ['civil-affairs'],
  office: false,
  columns: [
    ...columns(H07),
    ...[C08, C09, C10, C15].flatMap((indicator) => columns(indicator, 'schools', 'rate')),
    ...columnsByCode(H07B, 'filled', 'post', POST),
    ...columns(H08),
    ...columns(H09),
    ...columnsByCode(H09B, 'places', 'kind', PLACEKIND),
  ],
  note: '应配数只有未保站、儿童督导员、儿童主任和学校各岗位有统一规定，其余岗位只列在岗数。关爱服务场所的村（社区）覆盖率没有来源：场所登记到乡镇，未写明村（社区）。个人培训记录不在本看板。',
});
