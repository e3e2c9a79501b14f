import { A10 } from '../indicators/a-groups';
import { C20, C21 } from '../indicators/c-pupils';
import { F08, F09, F10, F13, F15, F16 } from '../indicators/f-government';
import { columns, defineBoard } from './define';

/** V14 健康. Pregnancies are the county's only, and suppressed. */
export const healthBoard = defineBoard({
  id: 'health',
  view: 'V14',
  title: '儿童健康与康复',
  units: ['health', 'disabled-federation'],
  office: false,
  columns: [
    ...columns(A10),
    ...columns(F08),
    ...columns(F09),
    ...columns(F10),
    ...columns(F15, 'rate'),
    ...columns(F16, 'rate'),
    ...columns(C20, 'myopia'),
    ...columns(C21, 'obesity', 'scoliosisRate'),
    ...columns(F13),
  ],
});
