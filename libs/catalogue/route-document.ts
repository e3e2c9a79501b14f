/** The name of an answer's schema; one for each content type where it is not JSON alone. */
export type Answered = string | undefined | Readonly<Record<string, string | undefined>>;

/** One route of the public API, as its description lists it. */
export interface RouteDocument {
  readonly method: 'get' | 'post' | 'delete';
  readonly path: string;
  readonly tag: string;
  readonly summary: string;
  /** Query parameters, and header `If-Match` where it counts. */
  readonly query?: readonly string[];
  /** The body's content types and the name of its schema. */
  readonly body?: { readonly types: readonly string[]; readonly schema?: string };
  /** Statuses that are no problem document, and what they hold. */
  readonly ok: Readonly<Record<string, Answered>>;
  /** Whether the route shows L4 and above, so that a purpose is needed: by everybody, or by some callers or for some of what it shows. */
  readonly purpose?: boolean | 'some';
  readonly anonymous?: boolean;
}

/** A body of JSON. */
export const json = (schema?: string) => ({ types: ['application/json'], ...(schema !== undefined && { schema }) });
/** Query parameters of a list. */
export const PAGE = ['sort', 'page', 'size'];
