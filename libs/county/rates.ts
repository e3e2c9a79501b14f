import type { DepartmentId } from './options';

/** How often something comes in a real county. */
export interface Rate {
  /** Unit: events per minor and year. */
  readonly perMinorYear: number;
  readonly source: string;
  /** † (assumption), as all of the scale model's are. */
  readonly assumed: boolean;
}
const model = (perMinorYear: number, source: string): Rate => ({ perMinorYear, source: `scale model 9.1: ${source}`, assumed: true });

/** What departments push in all, stories included; the household register of the first days comes on top (first load). */
export const DEPARTMENT_RATES = {
  education: model(1.57, 'education 1.57'),
  health: model(0.6, 'health 0.60'),
  police: model(0.1, 'police 0.10'),
  'civil-affairs': model(0.1, 'civil affairs 0.10'),
  'disabled-federation': model(0.04, 'DPF and WF 0.08, half each'),
  'womens-federation': model(0.04, 'DPF and WF 0.08, half each'),
} as const satisfies Partial<Readonly<Record<DepartmentId, Rate>>>;
/** Court, procuratorate and justice push nothing but stories; together about so much. */
export const JUSTICE_RATE = model(0.01, 'court, procuratorate, justice 0.01');

/** What fills a department's rate up, beside its stories, and in which proportion. Visits and process events are the hub's own. */
export const EVERYDAY = {
  education: {
    absence: model(0.82, '72 % pupils × 190 school days × 0.6 % unexplained absence'),
    enrolment: model(0.24, 'enrol/move 0.30, most of it at the beginning of September'),
    move: model(0.06, 'enrol/move 0.30'),
    psychology: model(0.4, 'psychology screen 0.40'),
    misconduct: model(0.05, 'other 0.05'),
  },
  health: { check: model(0.54, '36 % aged 0–6 × 1.5 pushed checks or alerts'), referral: model(0.02, 'rest 0.06') },
  police: { hotel: model(0.05, 'hotel flags, alarms, DV, register 0.10'), alarm: model(0.03, 'hotel flags, alarms, DV, register 0.10') },
  'civil-affairs': { aid: model(0.04, 'listings, assessments, aid 0.06'), assessment: model(0.02, 'listings, assessments, aid 0.06') },
  'disabled-federation': { rehab: model(0.02, 'DPF and WF 0.08'), 'home-visit': model(0.02, 'DPF and WF 0.08') },
  'womens-federation': {
    guidance: model(0.02, 'DPF and WF 0.08'),
    complaint: model(0.01, 'DPF and WF 0.08'),
    risk: model(0.01, 'DPF and WF 0.08'),
  },
} as const satisfies Readonly<Record<keyof typeof DEPARTMENT_RATES, Readonly<Record<string, Rate>>>>;
export type EverydayKind = { [D in keyof typeof EVERYDAY]: keyof (typeof EVERYDAY)[D] }[keyof typeof EVERYDAY];

/** Share of the shown rates at which stories begin in a county of the model's rates. † (assumption), so that 9.1 and the 2–5 % listed of 9.2 come out. */
export const MODEL_INTENSITY = {
  register: 1,
  violence: 0.1,
  dropouts: 0.1,
  need: 0.15,
  justice: 0.018,
  'health-and-harm': 0.15,
  alarms: 0.15,
  detained: 0.15,
  bullying: 0.15,
  rehabilitation: 0.2,
  corrections: 0.04,
  families: 0.15,
} as const;
