/** A broken promise or a refusal that reaches people: a stable code, facts as fields, one sentence a stranger can act on. */
export abstract class LianhuError extends Error {
  abstract readonly code: string;
  constructor(message: string) {
    super(message);
    this.name = new.target.name;
  }
}

/** One fault of one field, as 422 answers carry it. Never holds the value. */
export interface FieldFault {
  /** RFC 6901 pointer of the field, also of one that is missing. */
  readonly pointer: string;
  /** Stable name of the rule that failed, e.g. `required`, `enum`, `integer`. */
  readonly rule: string;
  readonly message: string;
}
