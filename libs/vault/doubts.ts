import type { Child } from './children';
import type { Identities } from './identities';
import type { Match } from './identity';
import type { VaultKeys } from './keys';
import type { LookupMacs } from './lookup-macs';
import { contradicts, contradictsStrictly, dayOfName, isPlaceholder } from './matching';

/** One event whose number or paper leads to a child. */
export interface Led {
  readonly n: number;
  readonly match: Match;
  readonly child: Child;
  /** A restricted event gives no name to a file that nobody else knows. */
  readonly restricted: boolean;
}

const STATED = new Set(['1', '2']);

/**
 * Which events name somebody else than the file that their number or paper leads to. Those stand in a file of their own until two
 * people have looked: an exchanged number never joins two children.
 */
export class Doubts {
  constructor(
    private readonly keys: VaultKeys,
    private readonly lookups: LookupMacs,
    private readonly stored: Pick<Identities, 'namesOf'>,
  ) {}

  /** Numbers of the events that speak against their file. The usual case, the same name, asks nobody. */
  async of(led: readonly Led[]): Promise<ReadonlySet<number>> {
    const names = new Map<string, string>();
    const unsure: (Led & { readonly known: string | undefined })[] = [];
    for (const one of led) {
      const { child, match, restricted } = one;
      const known = names.get(child.child) ?? child.profile.name;
      const before = known === undefined && child.identityMac !== undefined && !child.restricted;
      if (before || (known !== undefined && (known !== match.name || sexesDiffer(one)))) unsure.push({ ...one, known });
      if (known === undefined && !restricted) names.set(child.child, match.name);
    }
    if (unsure.length === 0) return new Set();
    const said = new Map(await this.stored.namesOf([...new Set(unsure.map(({ child }) => child.child))]));
    const twins = await this.otherBearers(unsure.filter(({ match }) => !match.temporary));
    const against = new Set<number>();
    for (const one of unsure) {
      const { child } = one.child;
      const known = [...(said.get(child) ?? []), ...(one.known === undefined ? [] : [one.known])];
      if (known.length > 0 && (sexesDiffer(one) || speaksAgainst(one.match, known, twins.has(one.n)))) against.add(one.n);
      // Whoever comes after it in this submission is judged by its name too, though nobody knows yet whether it will stand.
      else if (!one.restricted) said.set(child, [...(said.get(child) ?? []), one.match.name]);
    }
    return against;
  }

  /** Those whose name and birth date are another file's exactly: of twins whose names differ by one character, the other one. */
  private async otherBearers(led: readonly Led[]): Promise<ReadonlySet<number>> {
    if (led.length === 0) return new Set();
    const rows = await this.lookups.under((forms) => {
      const asked = led.flatMap(({ n, match, child: { child } }) =>
        forms.all(this.keys.lookup(['block', dayOfName(match.name, match.birthDate)])).map((mac) => ({ n, mac, child })),
      );
      const values = [asked.map(({ n }) => n), asked.map(({ mac }) => mac), asked.map(({ child }) => child)];
      return this.lookups.rows<{ readonly n: number }>(forms, { name: 'vault-bearers', text: BEARERS, values });
    });
    return new Set(rows.map(({ n }) => n));
  }
}

const BEARERS = `
select distinct w.n from unnest($1::int[], $2::bytea[], $3::text[]) as w(n, mac, child) join vault.block b on b.mac = w.mac and b.child <> w.child
  join vault.child c on c.child = b.child where c.temporary_of is null and not c.restricted`;

/** Brother and sister under one paper; a number says the sex itself. */
const sexesDiffer = ({ match, child: { profile } }: Pick<Led, 'match' | 'child'>): boolean =>
  match.temporary && STATED.has(match.sex) && STATED.has(profile.sex) && match.sex !== profile.sex;

function speaksAgainst({ name, temporary }: Match, known: readonly string[], twin: boolean): boolean {
  if (known.includes(name)) return false;
  const given = known.filter((one) => !isPlaceholder(one));
  if (temporary) return given.length > 0 ? given.every((one) => contradictsStrictly(one, name)) : known.some((one) => contradictsStrictly(one, name));
  return given.length > 0 && (twin || given.every((one) => contradicts(one, name)));
}
