import { definitionOf, eventIndex, type CodeList, type Department, type EventDefinition } from '@lianhu/kernel';
import { departments, hub } from './generated/departments';
import { codeListsOf } from './schema';

const all: readonly Department[] = [...departments, hub];
const events = eventIndex(all.flatMap((department) => department.events));
const owners = new Map(all.flatMap((department) => department.events.map((cls) => [definitionOf(cls).type, department] as const)));
const byId = new Map(all.map((department) => [department.id, department]));
const baselineTypes = new Set(
  all.flatMap(({ connectors = [] }) =>
    connectors.filter(({ baseline, type }) => baseline === true && events.get(type)?.restricted === false).map(({ type }) => type),
  ),
);
for (const [type, department] of owners) {
  if (!type.startsWith(`${department.id}.`)) throw new TypeError(`${type} does not begin with its department's id ${department.id}`);
}

/** The name by which an event's `dataschema` names its type and version. */
export const dataschemaOf = (definition: Pick<EventDefinition, 'type' | 'version'>): string =>
  `urn:lianhu:schema:${definition.type}:${definition.version}`;

/** Everything that is declared: departments, event types, code lists. Gathered by generation from the folders. */
export const catalogue = {
  /** Departments that push, and the hub. */
  all,
  /** Departments that push, without the hub. */
  departments: departments as readonly Department[],
  hub,
  /** Every event type in its newest version. */
  types: [...events.keys()] as readonly string[],
  /** An event type's definition; undefined when nobody declares it. */
  event: (type: string): EventDefinition | undefined => events.get(type),
  /** The department that a type belongs to; for an undeclared type, the one that its first part names. */
  departmentOf: (type: string): Department | undefined => owners.get(type) ?? byId.get(type.split('.')[0] ?? ''),
  /** The event types of one department, in the order of its folder. */
  eventsOf: (id: string): readonly EventDefinition[] => (byId.get(id)?.events ?? []).map(definitionOf),
  /** Whether events of a type may come as 补录, from tables that a connector declares so; they raise no alert. */
  mayBeBaseline: (type: string): boolean => baselineTypes.has(type),
  department: (id: string): Department | undefined => byId.get(id),
  /** Every code list that some field uses, by name. */
  codeLists: (): ReadonlyMap<string, CodeList> =>
    new Map([...events.values()].flatMap((definition) => codeListsOf(definition).map((list) => [list.name, list]))),
};
