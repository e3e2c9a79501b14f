import { E01, E02, E03B } from '../indicators/e-network';
import { columns, defineBoard } from './define';

/** V20 网络保护. */
export const network = defineBoard({
  id: 'network',
  view: 'V20',
  title: '网络保护',
  units: ['cyber', 'education'],
  office: true,
  columns: [E01, E02, E03B].flatMap((indicator) => columns(indicator)),
});
