/** Who is told: a department, the office, a town or a village; `area` is its county, town or village. */
export interface Addressee {
  readonly to: string;
  readonly area: string;
}

const LOCAL: Readonly<Record<string, number>> = { town: 9, village: 12 };
const ORG = /^org-([a-z][a-z-]*[a-z])-(\d{6,12})$/;

/** The unit's id in events: `org-police-990101`, `org-town-990101003`. */
export const orgOf = ({ to, area }: Addressee): string => `org-${to}-${area}`;

/** The addressee that a unit's id names; undefined for ids of another form. */
export function addresseeOf(org: string): Addressee | undefined {
  const [, to, area] = ORG.exec(org) ?? [];
  return to === undefined || area === undefined ? undefined : { to, area };
}

/**
 * Where a notice to `to` goes for a child who lives at `home`: towns and villages need a home that is known so precisely, in this
 * county; failing that the next above is told.
 */
export function addresseeAt(to: string, county: string, home: string | undefined): Addressee {
  const digits = LOCAL[to];
  if (digits === undefined) return { to, area: county };
  if (isKnown(home, digits) && home.startsWith(county)) return { to, area: home.slice(0, digits) };
  return to === 'village' ? addresseeAt('town', county, home) : { to: 'office', area: county };
}

/** Whether an area is known as far as so many digits; `000` in the place of a town or village says that it is not. */
const isKnown = (home: string | undefined, digits: number): home is string =>
  home !== undefined && home.length >= digits && home.slice(6, 9) !== '000' && home.slice(digits - 3, digits) !== '000';
