import type { Claim, EventDefinition } from '@lianhu/kernel';
import type { MinorIdentity, ResolveRequest } from '@lianhu/vault';
import type { Examined } from './examine';

/** What the vault needs to know of an event to find or make its subject, named by a party's references. */
export function resolveRequest(party: string, { claim, definition, id, values }: Examined): ResolveRequest {
  const caseField = [...definition.fields.values()].find(({ kind }) => kind === 'case')?.name;
  return {
    department: party,
    source: claim.source,
    id,
    time: claim.time,
    restricted: definition.restricted,
    subject: values['/subject'] as string | undefined,
    minor: values['/data/minor'] as MinorIdentity | undefined,
    ...homeOf(claim, values),
    caseRef: caseField === undefined ? undefined : (values[`/data/${caseField}`] as string | undefined),
    correlationid: values['/correlationid'] as string | undefined,
    ownNumber: ownNumberOf(definition, values),
    ...(values['/corrects'] !== undefined && { correcting: true }),
    ...(claim.department === 'education' && { school: (values['/orguscc'] ?? claim['orguscc']) as string | undefined }),
  };
}

/**
 * Where the child lives, 9 or 12 digits: what the event says, else its identity block's actual address, which may also name the village
 * where the event says the town; and where its household is.
 */
function homeOf(claim: Claim, values: Readonly<Record<string, unknown>>): Pick<ResolveRequest, 'residence' | 'household'> {
  const minor = values['/data/minor'] as { areaActual?: string; areaHousehold?: string } | undefined;
  const said = [values['/residencearea'], claim['residencearea'], minor?.areaActual].filter(
    (area): area is string => typeof area === 'string' && area.length >= 9,
  );
  const residence = said.find((area) => area.length > 9 && area.startsWith(said[0] as string)) ?? said[0];
  return { residence, household: minor?.areaHousehold };
}

/** The event's own number: its first secret field that is named as one. Source: domain model §0.4, incident token. */
function ownNumberOf(definition: EventDefinition, values: Readonly<Record<string, unknown>>): string | undefined {
  for (const { name, kind } of definition.fields.values()) {
    if ((kind === 'secret' || kind === 'case') && /(No|Ref)$/.test(name) && typeof values[`/data/${name}`] === 'string')
      return values[`/data/${name}`] as string;
  }
  return undefined;
}
