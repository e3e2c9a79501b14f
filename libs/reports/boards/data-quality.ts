import { H04 } from '../indicators/h-office';
import { H05 } from '../indicators/h-records';
import { columns, defineBoard } from './define';

/** V22 部门数据质量, of a quarter; how fresh each department is today stands on the page of departments. */
export const dataQuality = defineBoard({
  id: 'data-quality',
  view: 'V22',
  title: '部门数据质量',
  units: [],
  office: true,
  by: 'department',
  columns: [...columns(H04), ...columns(H05)],
});
