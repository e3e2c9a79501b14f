/** What `npm run new` writes. Each text compiles as it is; the author then replaces its words. */

/**
 * `fire-brigade` → `fireBrigade`.
 * @param {string} kebab
 */
export const camel = (kebab) => kebab.replace(/-([a-z0-9])/g, (_, letter) => String(letter).toUpperCase());

/**
 * `fire.reported` → `FireReported`.
 * @param {string} dotted
 */
export const pascal = (dotted) => camel(`-${dotted.replaceAll('.', '-')}`);

/** @typedef {{ id: string, title: string }} Named */

/** @param {Named} named */
export const department = ({ id, title }) => `import { defineDepartment, hours } from '@lianhu/kernel';
import * as events from './events';

export * from './events';

/** ${title}: what it pushes, and how long its silence may last. */
export const ${camel(id)} = defineDepartment({
  id: '${id}',
  name: '${title}',
  events: Object.values(events),
  silentAfter: hours(72),
});
`;

/** @param {Named} named */
export const app = ({ id }) => `import 'reflect-metadata';
import { runEdge } from '@lianhu/services/edge';

await runEdge('${id}');
`;

/** @param {{ type: string, name: string, title: string, level: string }} event */
export const event = ({ type, name, title, level }) => {
  const restricted = level === 'L5' || level === 'L6';
  const [number, countable] = restricted ? ['CaseRef', 'Countable'] : ['Secret', ''];
  const kernel = ['Event', 'Label', number, ...(restricted ? [countable] : []), 'type Secret'].filter((word) => restricted || word !== 'type Secret');
  return `import { ${[...new Set(kernel)].join(', ')} } from '@lianhu/kernel';
import { NumberText } from '@lianhu/standards';
import { IsBoolean, IsOptional } from 'class-validator';

/** ${title}: say in one sentence what happened, and what one event stands for. */
@Event({
  type: '${type}',
  version: 1,
  title: '${title}',
  level: '${level}',
  protection: ['family'],
  basis: 'minors-protection-law',
  purpose: 'rescue',
  example: { fileNo: 'EXAMPLE-1', urgent: false },
})
export class ${name} {
  /** Number of the sender's own file. */
  @Label('编号') @${number}() @NumberText() fileNo!: Secret<string>;
  @Label('是否紧急') ${restricted ? '@Countable() ' : ''}@IsOptional() @IsBoolean() urgent?: boolean;
}
`;
};

/** @param {Named} named */
export const view = ({ id, title }) => `import { defineSum, defineView } from '@lianhu/kernel';

/** ${title}: one child's row. */
export interface ${pascal(id)}Row {
  readonly child: string;
  readonly town?: string;
  /** Unit: events. */
  readonly events: number;
}

interface State {
  readonly town?: string;
  readonly events: number;
}

/** ${title}, one row a child: a pure fold of that child's events. */
export const ${camel(id)} = defineView<State, ${pascal(id)}Row>({
  name: '${id}',
  version: 1,
  of: 'minor',
  start: { events: 0 },
  every: (state, event) => ({ town: event.residenceArea ?? state.town, events: state.events + 1 }),
  handlers: [],
  row: ({ town, events }, _today, child) => ({ child, town, events }),
  columns: { town: (row) => row.town },
});

/** ${title}, summed by town. */
export const ${camel(id)}Towns = defineSum({
  name: '${id}-towns',
  over: ${camel(id)},
  by: (row) => row.town,
  count: (row) => ({ children: 1, events: row.events }),
});
`;

/** @param {Named} named */
export const viewSpec = ({ id }) => `import { ${camel(id)} } from '.';

test('a child without events has none', () => {
  expect(${camel(id)}.row(${camel(id)}.start, '2026-01-01', 'child-1')).toEqual({ child: 'child-1', town: undefined, events: 0 });
});
`;

/** What a new rule reads from the policy pack, as it is written there first. Units: days; events; hours. */
export const NUMBERS = { windowDays: 30, events: 2, dueHours: 72 };

/** @param {Named & { rule: string, department: string, cls: string }} warning */
export const warning = ({ id, title, rule, department: of, cls }) => `import { addDays, dateOf, defineWarning } from '@lianhu/kernel';
import { ${cls} } from '@lianhu/departments/${of}';

/** ${title}: say in one sentence what makes it true. */
export const ${camel(id)} = defineWarning({
  id: '${rule}',
  version: 1,
  title: '${title}',
  // Its numbers stand in the policy pack: ${Object.keys(NUMBERS).join(', ')} of ${rule}.
  thresholds: [${Object.keys(NUMBERS)
    .map((name) => `'${name}'`)
    .join(', ')}],
  on: [${cls}],
  evidence: ({ events, deciding }, { windowDays, events: needed }) => {
    // One that comes late decides as well: what happened after it may be there before it.
    const [from, to] = [addDays(dateOf(deciding.time), -windowDays), addDays(dateOf(deciding.time), windowDays)];
    const near = events.filter(({ time }) => from <= dateOf(time) && dateOf(time) <= to);
    return near.length >= needed ? near : [];
  },
  raises: {
    level: 2,
    need: 'guardianship',
    dueHours: ({ dueHours }) => dueHours,
    office: ({ windowDays, events }) => \`\${windowDays}天内${title}≥\${events}次，请核实\`,
    town: ({ dueHours }) => \`请\${dueHours}小时内核实孩子的监护情况并反馈\`,
  },
});
`;

/** @param {Named & { rule: string }} warning */
export const warningSpec = ({ id, rule }) => `import demonstration from '../../../infra/policy/demonstration.json';
import type { PolicyPack, Recorded } from '@lianhu/kernel';
import { ${camel(id)} } from '.';

const policy: PolicyPack = { ...demonstration, ${rule}: { windowDays: 30, events: 2, dueHours: 72 } };
const on = (time: string, position: number): Recorded => ({
  type: 'x.y.z',
  position,
  leafHash: '',
  time,
  recordedAt: time,
  receivedAt: time,
  department: 'x',
  level: 'L3',
  data: {},
});

test('one event is not enough, a second within 30 days is, and one day later it is not, whichever comes first', () => {
  const first = on('2026-01-01T08:00:00.000+08:00', 1);
  const within = on('2026-01-31T08:00:00.000+08:00', 2);
  const after = on('2026-02-01T08:00:00.000+08:00', 2);
  expect(${camel(id)}.evidence({ events: [first], deciding: first }, policy)).toEqual([]);
  expect(${camel(id)}.evidence({ events: [first, within], deciding: within }, policy)).toEqual([first, within]);
  expect(${camel(id)}.evidence({ events: [first, after], deciding: after }, policy)).toEqual([]);
  expect(${camel(id)}.evidence({ events: [first, within], deciding: first }, policy)).toEqual([first, within]);
  expect(${camel(id)}.evidence({ events: [first, after], deciding: first }, policy)).toEqual([]);
});
`;
