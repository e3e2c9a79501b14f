import type { IncomingMessage, ServerResponse } from 'node:http';

/** Unit: bytes; a test's export is small. */
const MAX_BODY = 8 * 1024 * 1024;

/** An answer that is a problem. */
export class Refusal extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    readonly title: string,
    /** What is wrong with the field. */
    readonly fault?: string,
  ) {
    super(code);
  }
}

/** The text that was sent. */
export async function bodyOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    size += part.length;
    if (size > MAX_BODY) throw new Refusal(413, 'too-large', '内容超出大小限制');
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}
/** Answers JSON. */
export const json = (response: ServerResponse, status: number, body: unknown, type = 'application/json'): void => {
  response.writeHead(status, { 'Content-Type': type }).end(JSON.stringify(body));
};
