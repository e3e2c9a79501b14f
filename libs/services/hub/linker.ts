import { toBase64, momentOf, type EventDefinition, type Level, type Position } from '@lianhu/kernel';
import type { Entry, Prelude } from '@lianhu/log';
import { fault, subjectFault } from '@lianhu/catalogue';
import { ProblemError, type SubmittedBatch, type SubmittedEvent } from '@lianhu/services/platform';
import { mayBeAdult } from '@lianhu/standards';
import type { Introduction, Resolved, Said } from '@lianhu/vault';
import { CorrectedEvents, type Corrected } from './corrected';
import { examine, type Examined } from './examine';
import { typeOf } from './gate';
import type { HubParts } from './hub-parts';
import { preludesOf, type FirstSight } from './preludes';
import { resolveRequest } from './resolve-request';
import type { Numbered } from './source-numbers';

/** One event of a submission and where it stands there: batch and place in the batch's events. */
export interface Place {
  readonly batch: SubmittedBatch;
  readonly event: SubmittedEvent;
  readonly b: number;
  readonly e: number;
}
/** An event that stood every check, linked to its subject; `minorRef` is the sender's own reference. */
export interface Linked extends Numbered {
  readonly minorRef?: string;
  readonly child?: string;
  /** Its child had no event in the log before. */
  readonly waiting: boolean;
  /** What it says anew of its child. */
  readonly said?: Said;
  /** Who its child is, where that had no event in the log before. */
  readonly introduces?: Introduction;
}
/** The events of a submission that may be appended, the others' refusals, and the children that were made for any of them: when each was. */
export interface Linking {
  readonly steps: readonly Step<Linked>[];
  readonly born: ReadonlyMap<string, string>;
}
/** What came of a check: the next step's input, or the refusal. */
export type Step<T> = { readonly ok: T } | { readonly refused: ProblemError };

/** A checked event whose child or case is known. */
interface Known {
  readonly i: number;
  readonly examined: Examined;
  readonly link: Link;
}
type Link = Extract<Resolved, { kind: 'resolved' }>;
/** Age from which somebody is no minor. Unit: years. Source: minors protection law; validation rule VR3. */
const ADULT_AGE = 18;
/** Children under this age: at least L4, within L1–L4 only. Unit: years. Source: validation rule VR6. */
const YOUNG_AGE = 14;

/** Judges what an edge has signed, and links it to its child or case: everything that has to be done before the log is asked. */
export class Linker {
  private readonly mixed = new WeakMap<SubmittedBatch, boolean>();

  private readonly corrected: CorrectedEvents;

  constructor(private readonly parts: HubParts) {
    this.corrected = new CorrectedEvents(parts.log, parts.vault);
  }

  /** Checks signatures, digests, sources; what passes is of this department, as it signed it. */
  async examine(department: string, places: readonly Place[]): Promise<readonly Step<Examined>[]> {
    const examined = places.map(({ batch, event }) => attempt(() => this.examineOne(department, batch, event)));
    const sources = new Set(examined.flatMap((step) => ('ok' in step ? [step.ok.claim.source] : [])));
    const foreign = new Set<string>();
    for (const source of sources) if ((await this.parts.sources.ownerOf(source, department)) !== department) foreign.add(source);
    return examined.map((step) => ('ok' in step && foreign.has(step.ok.claim.source) ? { refused: new ProblemError('source-not-yours') } : step));
  }

  /** Resolves children, seals secrets, makes entries. */
  async link(
    { department, party }: { readonly department: string; readonly party: string },
    places: readonly Place[],
    examined: readonly Step<Examined>[],
  ): Promise<Linking> {
    const good = examined.flatMap((step, i) => ('ok' in step ? [{ i, examined: step.ok }] : []));
    const resolved = await this.parts.vault.resolve(good.map(({ examined: one }) => resolveRequest(party, one)));
    const unknown = unknownSubject();
    const steps: Step<Linked>[] = examined.map((step) => ('ok' in step ? { refused: unknown } : step));
    const known = good.flatMap((one, g) => (resolved[g]?.kind === 'resolved' ? [{ ...one, link: resolved[g] }] : []));
    const grownUp = known.filter(({ examined: one, link }) => isAdult(one.definition, link) && !isReleased(one));
    for (const { i } of grownUp) steps[i] = { refused: notAMinor() };
    const minors = await this.withCorrected(
      known.filter((one) => !grownUp.includes(one)),
      steps,
    );
    const blobs = await this.parts.vault.values.seal(
      minors.map(({ examined: one, link }) => ({ owner: link.subject, secrets: { salt: toBase64(one.salt), values: one.values } })),
    );
    const preludeOf = await this.preludes(department, minors);
    for (const [k, { i, examined: one, link, corrects }] of minors.entries()) {
      const prelude = link.subject === link.child ? preludeOf.get(i) : undefined;
      const entry: Entry = { ...this.entryOf(department, places[i] as Place, one, link, corrects), beside: blobs[k], prelude };
      const { child, minorRef, known: isKnown, said, introduces } = link;
      steps[i] = { ok: { entry, minorRef, child, waiting: !isKnown, said, introduces, number: (places[i] as Place).event.sourceSeq } };
    }
    return { steps, born: bornOf(known) };
  }

  /** What each corrects; a correction belongs to the stream of what it corrects. Those that name nothing of the kind are refused. */
  private async withCorrected(known: readonly Known[], steps: Step<Linked>[]): Promise<readonly (Known & { readonly corrects?: Position })[]> {
    const found: (Known & { corrects?: Position })[] = [];
    for (const one of known) {
      try {
        const corrected: Corrected | undefined = await this.corrected.of(one.examined, one.link);
        found.push(corrected ? { ...one, link: { ...one.link, subject: corrected.subject }, corrects: corrected.position } : one);
      } catch (error) {
        if (!(error instanceof ProblemError)) throw error;
        steps[one.i] = { refused: error };
      }
    }
    return found;
  }

  private entryOf(department: string, { batch, event }: Place, examined: Examined, link: Link, corrects: Position | undefined): Entry {
    const { claim, id, sentHash, definition } = examined;
    return {
      source: claim.source,
      id,
      contentMac: this.parts.contentMac(sentHash),
      type: claim.type,
      department,
      level: levelOf(definition, link.ageAtTime),
      claim: event.claim,
      batch: { index: event.index, keyId: batch.keyId, path: event.path, signature: batch.signature, size: batch.size },
      subject: link.subject,
      bound: { ageBand: link.ageBand, ...(corrects !== undefined && { corrects }), incident: link.incident },
    };
  }

  private examineOne(department: string, batch: SubmittedBatch, event: SubmittedEvent): Examined {
    this.parts.batches.verify(department, batch, event);
    const examined = examine(this.parts.suite, department, event, this.parts.definition);
    if (this.isMixed(batch)) throw new ProblemError('secret-in-clear', { detail: 'restricted claims stand in batches of their own' });
    const { docType, docNo } = (examined.values['/data/minor'] ?? {}) as { docType?: string; docNo?: string };
    if (this.parts.demonstration && docType === '01' && docNo !== undefined && !docNo.startsWith('99')) {
      throw new ProblemError('invalid-event', {
        errors: [{ pointer: '/data/minor/docNo', rule: 'demonstration', message: '演示数据只接受 99 开头的证件号码' }],
      });
    }
    return examined;
  }

  /** Whether restricted and open claims stand under one signature. */
  private isMixed(batch: SubmittedBatch): boolean {
    let mixed = this.mixed.get(batch);
    if (mixed === undefined) {
      mixed = new Set(batch.events.map((event) => isRestricted(event, this.parts.definition))).size > 1;
      this.mixed.set(batch, mixed);
    }
    return mixed;
  }

  /** By event: each tells the home that it says itself. Those that tell the same share theirs. */
  private async preludes(department: string, known: readonly Known[]): Promise<ReadonlyMap<number, Prelude>> {
    const time = momentOf(this.parts.clock.now());
    const sights = new Map<string, FirstSight>();
    const names = new Map<number, string>();
    for (const { i, examined: one, link } of known) {
      const sight = this.parts.sights.needed(department, one.definition, link, time);
      if (!sight) continue;
      const name = [sight.child, sight.town, sight.move?.key].join('|');
      names.set(i, name);
      if (!sights.has(name)) sights.set(name, sight);
    }
    const made = await preludesOf(this.parts.maker, [...sights.values()]);
    const preludes = new Map([...sights.keys()].map((name, s) => [name, made[s] as Prelude]));
    return new Map([...names].map(([i, name]) => [i, preludes.get(name) as Prelude]));
  }
}

const bornOf = (known: readonly Known[]): ReadonlyMap<string, string> =>
  new Map(known.flatMap(({ link: { child, born } }) => (child !== undefined && born !== undefined ? [[child, born]] : [])));

const isRestricted = (event: SubmittedEvent, definition: (type: string) => EventDefinition | undefined): boolean => {
  const type = typeOf(event.claim);
  return type !== undefined && definition(type)?.restricted === true;
};

const isAdult = ({ cls }: EventDefinition, { ageAtTime }: Link): boolean => ageAtTime !== undefined && ageAtTime >= ADULT_AGE && !mayBeAdult(cls);

/** A data officer has looked at it: the edge has signed that, and a sender cannot say it. */
const isReleased = ({ claim, values }: Examined): boolean => (values['/released'] ?? claim['released']) === true;

const levelOf = ({ level, restricted }: EventDefinition, age: number | undefined): Level =>
  !restricted && age !== undefined && age < YOUNG_AGE ? 'L4' : level;

const unknownSubject = (): ProblemError => new ProblemError('invalid-event', { errors: [subjectFault('zh')] });

/** The edge sets such an event aside for a person. */
const notAMinor = (): ProblemError => new ProblemError('not-a-minor', { errors: [fault('/subject', 'not-a-minor', 'zh')] });

function attempt<T>(step: () => T): Step<T> {
  try {
    return { ok: step() };
  } catch (error) {
    if (error instanceof ProblemError) return { refused: error };
    throw error;
  }
}
