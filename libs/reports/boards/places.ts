import { C12 } from '../indicators/c-pupils';
import { D09, D10, D12 } from '../indicators/d-places';
import { E03, E03B } from '../indicators/e-network';
import { columns, defineBoard } from './define';

/** V19 场所. */
export const places = defineBoard({
  id: 'places',
  view: 'V19',
  title: '场所安全',
  units: ['culture', 'market', 'tobacco', 'police', 'education', 'hr'],
  office: true,
  columns: [D10, C12, E03, E03B, D09, D12].flatMap((indicator) => columns(indicator)),
});
