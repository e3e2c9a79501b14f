import { isDigest } from './line';

/** Makes of the clear data of one version what the next version would have said. Pure; it never sees a secret, nor its digest. */
export type Upcast = (data: Readonly<Record<string, unknown>>) => Readonly<Record<string, unknown>>;

/** What an event class that was raised says about the versions before it. */
export interface Raised {
  readonly type: string;
  readonly version: number;
  /** By the version that is read: `upcasts[1]` makes version 2 of version 1. A version without one is read as it stands. */
  readonly upcasts?: Readonly<Record<number, Upcast>>;
}

const RAISED = new Map<string, Raised>();

/** Called by @Event: remembers how older versions of a type are read. Throws when a version is named that there is none before. */
export function rememberUpcasts(raised: Raised): void {
  const versions = Object.keys(raised.upcasts ?? {}).map(Number);
  const odd = versions.find((version) => !Number.isSafeInteger(version) || version < 1 || version >= raised.version);
  if (odd !== undefined) throw new TypeError(`${raised.type}: there is no version ${odd} before ${raised.version}`);
  if (versions.length > 0) RAISED.set(raised.type, raised);
}

/** The version that a `dataschema` names; 1 for anything else. */
export const versionIn = (dataschema: unknown): number => Number(/^urn:lianhu:schema:[^:]+:([1-9]\d{0,5})$/.exec(String(dataschema))?.[1] ?? 1);

/** Stored data as the newest version of the type would have said it. Digests of secrets are passed by unseen and stay under their names. */
export function upcastData(type: string, dataschema: unknown, data: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const raised = RAISED.get(type);
  if (!raised) return data;
  const members = Object.entries(data);
  const secrets = Object.fromEntries(members.filter(([, value]) => isDigest(value)));
  let clear: Readonly<Record<string, unknown>> = Object.fromEntries(members.filter(([name]) => !Object.hasOwn(secrets, name)));
  for (let version = versionIn(dataschema); version < raised.version; version++) clear = raised.upcasts?.[version]?.(clear) ?? clear;
  return { ...clear, ...secrets };
}
