import { CareAgreementSigned, CategoryConfirmed, MinorDelisted, MinorListed } from '@lianhu/departments/civil-affairs';
import { DropoutConfirmed, DropoutSuspected, StudentReturned } from '@lianhu/departments/education';
import { AlertClosed, AlertEvidenceAdded, AlertRaised, MinorMoved, MinorRegistered } from '@lianhu/departments/hub';
import {
  addDays,
  dateOf,
  defineSum,
  defineView,
  monthOf,
  on,
  onceEach,
  type AlertLevel,
  type Moment,
  type PlainDate,
  type Position,
  type Quarter,
} from '@lianhu/kernel';
import { ageBandOn, isMinor, nextAgeDay, type AgeBand } from './age';

export { type AgeBand };

/** One child as far as everything below L5 tells. Names, village and birth date stay in the vault. */
export interface MinorRow {
  readonly child: string;
  /** Nine digits; `…000` where it is unknown. */
  readonly town: string;
  readonly sex: string;
  /** `unknown` where nobody told the day of birth. */
  readonly birthQuarter: Quarter;
  readonly ageBand: AgeBand;
  /** Under 18, by the end of the quarter of birth. */
  readonly active: boolean;
  readonly registeredOn: PlainDate;
  /** CAT codes, sorted. */
  readonly categories: readonly string[];
  readonly school: 'suspected' | 'dropped' | 'returned' | null;
  /** A care agreement is in force. */
  readonly agreement: boolean;
  /** Latest time of an event of a department. */
  readonly lastEventAt: Moment;
  readonly openAlerts: number;
  /** Highest open level; 0 = none. */
  readonly alertLevel: 0 | AlertLevel;
  /** NEED codes of what is open, sorted. */
  readonly needs: readonly string[];
}

interface Agreement {
  readonly from: PlainDate;
  readonly to?: PlainDate;
}
interface Registration {
  readonly town: string;
  readonly sex: string;
  readonly birthQuarter: Quarter;
  readonly on: PlainDate;
  readonly time: Moment;
  readonly position: Position;
}
interface Child {
  readonly registered?: Registration;
  /** Where it moved last, by the time of the events that tell it; a registration's time is that of its recording, so places decide there. */
  readonly moved?: { readonly town: string; readonly position: Position };
  readonly categories: readonly string[];
  readonly school?: 'suspected' | 'dropped' | 'returned';
  readonly agreements: readonly Agreement[];
  readonly lastEventAt?: Moment;
  readonly alerts: Readonly<Record<string, { readonly level: AlertLevel; readonly need: string }>>;
}

const withCategory = (child: Child, category: string): Child =>
  child.categories.includes(category) ? child : { ...child, categories: [...child.categories, category].sort() };

const inForce = ({ from, to }: Agreement, today: PlainDate): boolean => from <= today && (to === undefined || today <= to);

/** 未成年人: every child known, one row each. */
export const minors = defineView<Child, MinorRow>({
  name: 'minors',
  version: 3,
  of: 'minor',
  start: { categories: [], agreements: [], alerts: {} },
  any: (child, { department, time }) =>
    department === 'hub' || (child.lastEventAt !== undefined && child.lastEventAt >= time) ? child : { ...child, lastEventAt: time },
  handlers: [
    on(MinorRegistered, (child, { data: { town, sex, birthQuarter }, recordedAt, time, position }) => ({
      ...child,
      registered: { town, sex, birthQuarter, on: dateOf(recordedAt), time, position },
    })),
    on(MinorMoved, (child, { data: { town }, position }) => ({ ...child, moved: { town, position } })),
    on(MinorListed, (child, { data }) => withCategory(child, data.category)),
    on(CategoryConfirmed, (child, { data }) => withCategory(child, data.category)),
    on(MinorDelisted, (child, { data }) => ({ ...child, categories: child.categories.filter((category) => category !== data.category) })),
    on(DropoutSuspected, (child) => ({ ...child, school: 'suspected' })),
    on(DropoutConfirmed, (child) => ({ ...child, school: 'dropped' })),
    on(StudentReturned, (child) => ({ ...child, school: 'returned' })),
    on(CareAgreementSigned, (child, { data: { from, to } }) => ({
      ...child,
      agreements: [...child.agreements, { from, ...(to !== undefined && { to }) }],
    })),
    on(AlertRaised, (child, { data: { alert, level, need } }) => ({ ...child, alerts: { ...child.alerts, [alert]: { level, need } } })),
    on(AlertEvidenceAdded, (child, { data: { alert, level } }) => {
      const open = child.alerts[alert];
      return open ? { ...child, alerts: { ...child.alerts, [alert]: { ...open, level } } } : child;
    }),
    on(AlertClosed, (child, { data }) => {
      const { [data.alert]: _closed, ...alerts } = child.alerts;
      return { ...child, alerts };
    }),
  ],
  row: ({ registered, moved, categories, school, agreements, lastEventAt, alerts }, today, child) => {
    if (!registered) return undefined;
    const { sex, birthQuarter } = registered;
    const { town } = moved && moved.position > registered.position ? moved : registered;
    const open = Object.values(alerts);
    return {
      child,
      town,
      sex,
      birthQuarter,
      ageBand: ageBandOn(birthQuarter, today),
      active: isMinor(birthQuarter, today),
      registeredOn: registered.on,
      categories,
      school: school ?? null,
      agreement: agreements.some((agreement) => inForce(agreement, today)),
      lastEventAt: lastEventAt ?? registered.time,
      openAlerts: open.length,
      alertLevel: Math.max(0, ...open.map(({ level }) => level)) as MinorRow['alertLevel'],
      needs: [...new Set(open.map(({ need }) => need))].sort(),
    };
  },
  wakeOn: ({ registered, agreements }, today) => {
    const changes = agreements.flatMap(({ from, to }) => (to === undefined ? [from] : [from, addDays(to, 1)]));
    const age = registered && nextAgeDay(registered.birthQuarter, today);
    return [...changes, ...(age === undefined ? [] : [age])].filter((day) => day > today).sort()[0];
  },
  // No column changes with most events, so that writing a row mostly leaves its indexes alone.
  columns: {
    town: (row) => row.town,
    sex: (row) => row.sex,
    ageBand: (row) => row.ageBand,
    active: { kind: 'boolean', of: (row) => row.active },
    categories: { kind: 'texts', of: (row) => row.categories },
    listed: { kind: 'boolean', of: (row) => row.categories.length > 0 },
    school: (row) => row.school ?? undefined,
    agreement: { kind: 'boolean', of: (row) => row.agreement },
    alertLevel: { kind: 'integer', of: (row) => row.alertLevel },
    needs: { kind: 'texts', of: (row) => row.needs },
    registeredOn: (row) => row.registeredOn,
  },
});

/** What a child adds to its town and county. Who has come of age is counted only among those registered in his month. */
function countMinor({ registeredOn, active, categories, alertLevel }: MinorRow): Readonly<Record<string, number>> {
  const arrival = `new.${monthOf(registeredOn)}`;
  if (!active) return onceEach([arrival]);
  const listed = categories.length > 0 ? ['listed', ...categories.map((code) => `category.${code}`)] : [];
  return onceEach([arrival, 'minors', ...listed, ...(alertLevel > 0 ? [`alertLevel.${alertLevel}`] : [])]);
}

/** The board by town. */
export const towns = defineSum({ name: 'towns', over: minors, by: (row) => row.town, count: countMinor });
/** The board of the whole area. */
export const county = defineSum({ name: 'county', over: minors, by: () => 'all', count: countMinor });
