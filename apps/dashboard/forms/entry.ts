import { readCitizenId } from '@lianhu/standards';
import { dataOf, localMinute, missingIn, partOf, type FormField, type TypeDocument, type Values } from './form-model';

/** The child that an entry is about: one known by reference, or an identity block with its guardians. */
export type EnteredChild =
  | { readonly kind: 'known'; readonly ref: string; readonly label: string }
  | { readonly kind: 'new'; readonly identity: Values; readonly guardians: readonly Values[] };
/** What somebody has entered so far: one event that is not sent yet. */
export interface Entry {
  /** The event's id, made when the form was opened: however often it is sent, it stands once. */
  readonly id: string;
  readonly type: string;
  readonly version: number;
  readonly title: string;
  readonly target: 'department' | 'hub';
  /** When it happened, `2026-10-12T09:30`; empty until it is entered. */
  readonly time: string;
  /** Where the child lives: a town of nine digits, or a village of twelve. */
  readonly town?: string;
  readonly child: EnteredChild;
  readonly values: Values;
}
/** A fault of one field, at its pointer. */
export interface Fault {
  readonly pointer: string;
  readonly message: string;
}

export const NO_CHILD: EnteredChild = { kind: 'new', identity: { docType: '01' }, guardians: [] };
const LETTERS = 'abcdefghijklmnop';
/** A new event id: letters only, so that it is never taken for somebody's number. */
export const newEntryId = (bytes: Uint8Array): string => `form-${Array.from(bytes, (byte) => `${LETTERS[byte >> 4]}${LETTERS[byte & 15]}`).join('')}`;

/** The event as it is sent. */
export function eventOf(document: TypeDocument, form: readonly FormField[], { id, type, time, town, child, values }: Entry): object {
  const about: ReturnType<typeof childPart> = document.child ? childPart(document, child) : {};
  const { subject, minor } = about;
  return {
    type,
    id,
    time: momentOf(time),
    ...(subject === undefined ? {} : { subject }),
    ...(document.child && town !== undefined && child.kind === 'new' ? { residencearea: town } : {}),
    data: { ...dataOf(form, values), ...ownTime(form, time), ...(minor && { minor }) },
  };
}

const momentOf = (time: string): string => `${time}:00+08:00`;

/** The field of the data that says the event's own time once more, where a type has one. */
export const ownField = (form: readonly FormField[]): FormField | undefined => form.find(({ own }) => own === true);
function ownTime(form: readonly FormField[], time: string): Readonly<Record<string, string>> {
  const own = ownField(form);
  return own === undefined || time === '' ? {} : { [own.name]: own.kind === 'day' ? time.slice(0, DAY) : momentOf(time) };
}
/** Unit: characters of `YYYY-MM-DD`. */
const DAY = 10;
/** The time of something of which only the day is asked: this minute if that is today, else the day's beginning. */
export const timeOnDay = (day: string, now: number): string =>
  day === '' ? '' : localMinute(now).startsWith(day) ? localMinute(now) : `${day}T00:00`;

function childPart(document: TypeDocument, child: EnteredChild): { readonly subject?: string; readonly minor?: object } {
  if (child.kind === 'known') return { subject: child.ref };
  const guardianForm = partOf(document, 'Guardian');
  const guardians = child.guardians.map((guardian) => dataOf(guardianForm, guardian)).filter((guardian) => Object.keys(guardian).length > 0);
  return { minor: { ...dataOf(partOf(document, 'MinorIdentity'), child.identity), ...(guardians.length > 0 && { guardians }) } };
}

/** What has to be entered before it is worth sending. */
export function missing(document: TypeDocument, form: readonly FormField[], { time, child, values }: Entry): readonly Fault[] {
  const identity = document.child && child.kind === 'new' ? missingIn(partOf(document, 'MinorIdentity'), child.identity) : [];
  return [
    ...(time === '' ? ['/time'] : []),
    ...identity.map((name) => `/data/minor/${name}`),
    ...missingIn(
      form.filter(({ own }) => own === undefined),
      values,
    ).map((name) => `/data/${name}`),
  ].map((pointer) => ({ pointer, message: '必填' }));
}

/** Birth date and sex as a valid ID number says them; nothing for another. */
export function readNumber(docNo: string): Values {
  const facts = readCitizenId(docNo.trim().toUpperCase());
  return typeof facts === 'string' ? {} : { birthDate: facts.birthDate, sex: facts.sex };
}
