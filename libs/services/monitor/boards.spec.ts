import type { Role, Viewer } from '@lianhu/access';
import { BOARDS } from '@lianhu/reports';
import { seesBoard } from './boards';

const viewer = (role: Role, department?: string): Viewer => ({ name: role, role, kind: 'person', area: '990101', ...(department && { department }) });
const seen = (who: Viewer): readonly string[] => BOARDS.filter((board) => seesBoard(who, board)).map(({ view }) => view);

test.each([
  ['V16', ['procuratorate', 'education', 'civil-affairs', 'health']],
  ['V21', ['civil-affairs']],
])('%s is seen by its users, by oversight and by nobody else', (view, units) => {
  for (const unit of ['court', 'procuratorate', 'police', 'civil-affairs', 'education', 'health', 'justice', 'culture'])
    for (const role of ['case-officer', 'department-lead', 'data-officer'] as const)
      expect([unit, role, seen(viewer(role, unit)).includes(view)]).toEqual([unit, role, units.includes(unit)]);
  for (const role of ['inspector', 'auditor', 'leader'] as const) expect(seen(viewer(role))).toContain(view);
  for (const role of ['office', 'office-lead', 'town', 'village'] as const) expect(seen(viewer(role))).not.toContain(view);
});
