import { C01, C03, C05, C06, C07, C11, C13, C18, C22 } from '../indicators/c-pupils';
import { C02 } from '../indicators/c-school';
import { columns, defineBoard } from './define';

/** V13 学校. Counts only. */
export const schools = defineBoard({
  id: 'schools',
  view: 'V13',
  title: '学校保护',
  units: ['education'],
  office: true,
  columns: [
    ...columns(C01),
    ...columns(C02),
    ...columns(C03),
    ...columns(C05),
    ...columns(C06),
    ...columns(C07),
    ...columns(C11, 'accidents'),
    ...columns(C13),
    ...columns(C18),
    ...columns(C22),
  ],
});
