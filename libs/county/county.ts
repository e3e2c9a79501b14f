import { addDays, dateOf, momentOf } from '@lianhu/kernel';
import { identityOf, type Child } from './children';
import { soil } from './dirt';
import { fillUp } from './fill-up';
import { DAY } from './moments';
import type { CountyOptions, Truth } from './options';
import type { Day, Push } from './push';
import { Plan, type Planned } from './plan';
import { MODEL_INTENSITY } from './rates';
import { sentEvent } from './sent-event';
import { tagOf } from './tag';
import { bullying } from './stories/bullying';
import { corrections } from './stories/corrections';
import { detained } from './stories/detained';
import { families } from './stories/families';
import { rehabilitation } from './stories/rehabilitation';
import { dropouts } from './stories/school';
import { alarms, everyday } from './stories/everyday';
import { healthAndHarm } from './stories/health';
import { justice } from './stories/justice';
import { need } from './stories/need';
import { register } from './stories/register';
import { violence } from './stories/violence';

/** An invented county: who lives there, what is pushed day by day, and what is true. */
export interface County {
  readonly children: readonly Child[];
  /** Identity block of a child, as departments send it. */
  readonly identity: (child: Child) => Readonly<Record<string, unknown>>;
  readonly truths: readonly Truth[];
  /** Distinct events, without those pushed again. */
  readonly events: number;
  /** Every day from the first to the last, in order; it may be walked through more than once. */
  readonly days: Iterable<Day>;
}

/** Makes a county from its seed. The same options give the same bytes. */
export function county(options: CountyOptions): County {
  const plan = new Plan(options);
  for (const [name, tell] of STORIES) {
    plan.intensity = options.rates === 'model' ? MODEL_INTENSITY[name] : 1;
    tell(plan);
  }
  plan.intensity = 1;
  if (options.rates === 'model') fillUp(plan);
  else everyday(plan, options.events);
  const { children, truths } = plan;
  const identity = (child: Child): Readonly<Record<string, unknown>> => identityOf(child, options.areaName);
  return { children, identity, truths, events: plan.size, days: { [Symbol.iterator]: () => daysOf(plan) } };
}

/** Every story, in the order in which they choose their children. New ones come last, so that a known seed keeps its children. */
const STORIES: readonly (readonly [keyof typeof MODEL_INTENSITY, (plan: Plan) => void])[] = [
  ['register', register],
  ['violence', violence],
  ['dropouts', dropouts],
  ['need', need],
  ['justice', justice],
  ['health-and-harm', healthAndHarm],
  ['alarms', alarms],
  ['detained', detained],
  ['bullying', bullying],
  ['rehabilitation', rehabilitation],
  ['corrections', corrections],
  ['families', families],
];

function* daysOf(plan: Plan): Generator<Day> {
  const byDay = new Map<number, Planned[]>();
  for (const planned of plan.planned) {
    const day = Math.floor((planned.at - plan.start) / DAY);
    const list = byDay.get(day);
    if (list) list.push(planned);
    else byDay.set(day, [planned]);
  }
  const last = dateOf(momentOf(plan.end));
  for (let date = plan.options.from, day = 0; date <= last; date = addDays(date, 1), day++) {
    const planned = (byDay.get(day) ?? []).sort((a, b) => a.at - b.at || a.serial - b.serial);
    yield { date, pushes: planned.map((one) => pushOf(plan, one)) };
  }
}

function pushOf(plan: Plan, { fact, serial, at, again, fault, corrects }: Planned): Push {
  const { areaName, seed } = plan.options;
  const idOf = (n: number): string => `demo-${tagOf(seed)}-${fact.department}-${n.toString(36).padStart(5, '0')}`;
  const event = sentEvent(fact, idOf(serial), areaName, corrects === undefined ? undefined : idOf(corrects));
  const push = { at: momentOf(at), department: fact.department, again };
  return fault === undefined ? { ...push, event } : { ...push, event: soil(event, fact, fault), fault };
}
