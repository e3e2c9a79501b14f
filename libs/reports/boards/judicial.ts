import { G01, G02, G03, G04, G05, G06, G07, G09, G10, G11, G12, G13 } from '../indicators/g-justice';
import { columns, defineBoard } from './define';

/** V15 司法. No names, no towns: everything under case tokens. */
export const judicial = defineBoard({
  id: 'judicial',
  view: 'V15',
  title: '司法保护',
  units: ['court', 'procuratorate', 'police', 'justice'],
  office: false,
  columns: [G01, G02, G03, G04, G05, G06, G07, G09, G10, G11, G12, G13].flatMap((indicator) => columns(indicator)),
});
