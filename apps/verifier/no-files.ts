/** A page has no file system; the verifier's file asks for these two, and the page never calls what uses them. */
export const createReadStream = undefined;
export const readFile = undefined;
