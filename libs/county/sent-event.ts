import { momentOf } from '@lianhu/kernel';
import { identityOf, identityWithoutNumber, type Child } from './children';
import type { SentEvent } from './options';
import type { Fact } from './fact';

/** A fact as its department's system sends it. */
export function sentEvent(fact: Fact, id: string, areaName: string, corrects?: string): SentEvent {
  const { child, incident } = fact;
  const about = child ? { residencearea: child.village } : {};
  const data = child ? { minor: minorOf(fact, child, areaName), ...fact.data } : fact.data;
  return {
    type: fact.type,
    id,
    time: momentOf(fact.time),
    ...about,
    ...(incident === undefined ? {} : { correlationid: incident }),
    ...(corrects === undefined ? {} : { corrects }),
    data,
  };
}

function minorOf(fact: Fact, child: Child, areaName: string): Readonly<Record<string, unknown>> {
  if (fact.named === 'certificate') return identityWithoutNumber(child, areaName, String(fact.data['certNo']));
  return fact.named === 'no-paper' ? identityWithoutNumber(child, areaName) : identityOf(child, areaName);
}
