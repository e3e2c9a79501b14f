import { B14, B16 } from '../indicators/b-family';
import { B05, B15 } from '../indicators/b-guidance';
import { columns, defineBoard } from './define';

/** V12 家暴. Orders and breaches are the county's only. */
export const domesticViolence = defineBoard({
  id: 'domestic-violence',
  view: 'V12',
  title: '家暴防治',
  units: ['police', 'womens-federation', 'court'],
  office: true,
  columns: [...columns(B14), ...columns(B15), ...columns(B16), ...columns(B05)],
});
