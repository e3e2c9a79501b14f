import { civilAffairs } from '@lianhu/departments/civil-affairs';
import { education } from '@lianhu/departments/education';
import { hub } from '@lianhu/departments/hub';
import { police } from '@lianhu/departments/police';
import { addMonths, defineSum, defineView, eventIndex, monthOf, type SumDefinition, type ViewDefinition } from '@lianhu/kernel';
import { alertCounty, alerts, alertTowns } from '@lianhu/views/alerts';
import { departments } from '@lianhu/views/departments';
import { inbox, inboxAddressees, inboxCounty, inboxTowns } from '@lianhu/views/inbox';
import { county, minors, towns } from '@lianhu/views/minors';
import { sumTable, viewTable } from './compiled-view';

interface Trace {
  readonly positions: readonly number[];
  readonly seen: number;
}
/** A view that shows every mistake: the positions in the order in which they were folded, and the month. */
export const trace = defineView<Trace, { readonly positions: readonly number[]; readonly seen: number; readonly month: string }>({
  name: 'trace',
  version: 1,
  of: 'minor',
  start: { positions: [], seen: 0 },
  any: (state) => ({ ...state, seen: state.seen + 1 }),
  every: (state, { position }) => ({ ...state, positions: [...state.positions, position] }),
  handlers: [],
  row: ({ positions, seen }, today) => ({ positions, seen, month: monthOf(today) }),
  wakeOn: (_state, today) => addMonths(`${monthOf(today)}-01`, 1),
  columns: { month: (row) => row.month },
});
/** Events by month and child's last position: changes with every event and every month. */
export const traces = defineSum({
  name: 'traces',
  over: trace,
  by: (row) => row.month,
  count: ({ positions }) => ({ events: positions.length, [`last.${(positions.at(-1) ?? 0) % 7}`]: 1 }),
});

/** The real views and sums, all of them. */
export const views = [minors, alerts, departments, inbox] as readonly unknown[] as readonly ViewDefinition[];
export const sums = [
  towns,
  county,
  alertTowns,
  alertCounty,
  inboxAddressees,
  inboxTowns,
  inboxCounty,
] as readonly unknown[] as readonly SumDefinition[];

/** Where rows of children and counts of towns stand, whatever the version. */
export const MINORS_TABLE = viewTable(minors);
export const TOWNS_TABLE = sumTable(towns.name, minors.version);

const types = eventIndex([hub, police, education, civilAffairs].flatMap(({ events }) => events));
/** The types that these departments declare. */
export const known = (type: string): boolean => types.has(type);
