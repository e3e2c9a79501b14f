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
  /** Success statuses and the name of the answer's schema. */
  readonly ok: Readonly<Record<string, string | undefined>>;
  /** Whether the route shows L4 and above, so that a purpose is needed. */
  readonly purpose?: boolean;
  readonly anonymous?: boolean;
}

/** A body of JSON. */
export const json = (schema?: string) => ({ types: ['application/json'], ...(schema !== undefined && { schema }) });
/** Query parameters of a list. */
export const PAGE = ['sort', 'page', 'size'];
