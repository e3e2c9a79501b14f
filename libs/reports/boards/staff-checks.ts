import { D06, D07 } from '../indicators/d-staff-checks';
import { columns, defineBoard } from './define';

/** V16 从业查询. Hits are the case officers' matter: their figures are suppressed as the report suppresses them. */
export const staffChecks = defineBoard({
  id: 'staff-checks',
  view: 'V16',
  title: '从业查询',
  units: ['procuratorate', 'education', 'civil-affairs', 'health'],
  office: false,
  by: 'sector',
  columns: [...columns(D07), ...columns(D06)],
  note: '用人单位逐一名单不在本看板：单位由从业查询登记表单录入，看板只计数。从未报过查询申请的单位没有来源，不计入用人单位数与在职人数。',
});
