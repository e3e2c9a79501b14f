declare const SECRET: unique symbol;
/** A value that only the sender's own edge and the vault see in clear; in the log it is a salted digest. */
export type SecretValue<T> = T & { readonly [SECRET]: true };
/** What a fold may touch of an event's data: every member that is not secret. */
export type Clear<D> = { readonly [K in keyof D as IsSecret<NonNullable<D[K]>> extends true ? never : K]: D[K] };
type IsSecret<T> = T extends { readonly [SECRET]: true } ? true : false;
