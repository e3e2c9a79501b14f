import { LianhuError } from '@lianhu/kernel';

/**
 * SQLSTATE classes and codes after which the same may succeed, sooner or later: connection, shutdown, deadlock, lock timeout,
 * resources, read-only after a failover; and a server that lets nobody in until an operator mends it: password, pg_hba, a
 * database that was renamed or is closed.
 */
const PASSING = /^(08|28|3D|40|53|57|55000|55P03|25006|25P0)/;
/** Codes of the machine, of Node's network and of TLS, such as of a certificate that the server has changed. */
const OF_THE_WAY = /^(E[A-Z_]+|UNABLE_TO_[A-Z_]+|[A-Z_]*CERT[A-Z_]*)$/;
/** System calls that only a network does, codes that only a network gives, and those of TLS: of files and of whoever asks Node says `E…` too. */
const CALLS = /^(connect|getaddrinfo)$/;
const NETWORK = /^(ECONN|EPIPE|EPROTO|ETIMEDOUT|EHOST|ENET)/;
const TLS = /^ERR_(SSL|TLS)_|CERT/;
/** What pg says, without a code, of a connection that is gone. */
const GONE = /connection|terminat|not queryable|timeout/i;

/** SQLSTATE or system code of an error, never its text, which may hold values. */
export function codeOf(error: unknown): string {
  const { code } = error as { code?: unknown };
  return typeof code === 'string' ? code : 'connection lost';
}

/** Whether what a query failed with comes of a connection or server that is away for now, not of what was asked, nor of our own mistake. */
export function isPassing(error: unknown): boolean {
  if (error instanceof TypeError || error instanceof RangeError) return false;
  const { code, message, name } = error as { code?: unknown; message?: unknown; name?: unknown };
  if (typeof code !== 'string') return name === 'Error' && typeof message === 'string' && GONE.test(message);
  return OF_THE_WAY.test(code) || PASSING.test(code);
}

/** The same of an error that need not come from a query: that of a file, or of whoever asked and broke off, is none. */
export function isAway(error: unknown): boolean {
  if (!(error instanceof Error) || error instanceof LianhuError || !isPassing(error)) return false;
  const { code, syscall } = error as { readonly code?: unknown; readonly syscall?: unknown };
  if (typeof code !== 'string' || !code.startsWith('E') || TLS.test(code) || error instanceof AggregateError) return true;
  return typeof syscall === 'string' && (CALLS.test(syscall) || NETWORK.test(code));
}
