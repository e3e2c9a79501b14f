import type { FieldFault } from '@lianhu/kernel';
import {
  HubAway,
  HubBusy,
  HubRefuses,
  ProblemError,
  type EdgeCounters,
  type EventOutcome,
  type FoundReceipt,
  type HubPort,
  type KeyHandover,
  type LogPort,
  type LogState,
  type Submission,
  type Withdrawal,
} from '@lianhu/services/platform';

/** How long a submission may take before its outcome counts as unknown. Unit: milliseconds. */
const TIMEOUT_MS = 15_000;

/** The hub over HTTP, with the department's own edge token. */
export class HubClient implements HubPort, LogPort {
  constructor(
    private readonly url: string,
    private readonly token: () => string,
  ) {}

  async submit(_department: string, submission: Submission): Promise<readonly (readonly EventOutcome[])[]> {
    const { outcomes } = await this.call<{ outcomes: EventOutcome[][] }>('POST', '/api/hub/batches', submission);
    return outcomes;
  }

  async find(_department: string, source: string, id: string, sentHash?: string): Promise<FoundReceipt | undefined> {
    const query = new URLSearchParams({ source, id, ...(sentHash === undefined ? {} : { sentHash }) });
    try {
      return await this.call<FoundReceipt>('GET', `/api/hub/receipts?${query}`);
    } catch (error) {
      if (error instanceof ProblemError && error.code === 'not-found') return undefined;
      throw error;
    }
  }

  async count(_department: string, counters: EdgeCounters): Promise<void> {
    await this.call('POST', '/api/hub/counters', counters);
  }

  async state(): Promise<LogState> {
    return found(await this.call<LogState>('GET', '/api/hub/log'));
  }

  async consistency(from: number, to: number): Promise<readonly string[] | undefined> {
    return found(await this.call<{ hashes?: readonly string[] }>('GET', `/api/hub/consistency?from=${from}&to=${to}`)).hashes;
  }

  async erased(_department: string, after = ''): Promise<readonly string[]> {
    const query = new URLSearchParams({ after });
    return found(await this.call<{ leaves?: readonly string[] }>('GET', `/api/hub/erased?${query}`)).leaves ?? [];
  }

  async registerKey(_department: string, { keyId, publicKey, previous }: KeyHandover): Promise<void> {
    await this.commandCall('/api/hub/keys/next', { keyId, publicKey, previous });
  }

  async revokeKey(_department: string, keyId: string): Promise<void> {
    await this.commandCall('/api/hub/keys/revoke', { keyId });
  }

  async withdraw(_department: string, withdrawal: Withdrawal): Promise<{ readonly position: number }> {
    return found((await this.commandCall('/api/hub/withdrawals', withdrawal)) as { readonly position: number } | undefined);
  }

  /** The hub's refusal of a command is about that command, so it is handed on. */
  private async commandCall(path: string, body: unknown): Promise<unknown> {
    const response = await this.fetch('POST', path, body);
    const answer = (await response.json().catch(() => undefined)) as
      { type?: string; detail?: string; errors?: FieldFault[]; code?: string } | undefined;
    if (response.ok) return answer;
    const code = COMMAND_REFUSALS.find((known) => answer?.type === `/problems/${known}`);
    if (!code) throw new HubAway(`hub answers ${response.status}`);
    throw new ProblemError(code, {
      detail: answer?.detail,
      errors: answer?.errors,
      ...(answer?.code !== undefined && { members: { code: answer.code } }),
    });
  }

  private async call<T>(method: string, path: string, body?: unknown): Promise<T> {
    const response = await this.fetch(method, path, body);
    const text = await response.text().catch(() => {
      throw new HubAway('answer broke off');
    });
    if (response.ok) return (text ? parsed(text) : undefined) as T;
    if (response.status === 404 && path.startsWith('/api/hub/receipts')) throw new ProblemError('not-found');
    if (REFUSES.includes(response.status)) throw new HubRefuses(response.status);
    const scope = busyScope(response.status, text);
    if (scope) throw new HubBusy(scope, Number(response.headers.get('retry-after')) || RETRY_AFTER_S);
    // A refused token or route is the operators' to mend: events wait in the outbox meanwhile.
    throw new HubAway(`hub answers ${response.status}`);
  }

  private async fetch(method: string, path: string, body: unknown): Promise<Response> {
    try {
      return await fetch(new URL(path, this.url), {
        method,
        headers: { authorization: `Bearer ${this.token()}`, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
        body: body === undefined ? undefined : JSON.stringify(body),
        signal: AbortSignal.timeout(TIMEOUT_MS),
      });
    } catch {
      throw new HubAway('hub cannot be reached');
    }
  }
}

/** Statuses that are about what was sent. 500: the hub tripped over it, so another submission may pass. */
const REFUSES: readonly number[] = [400, 413, 415, 422, 500];
/** What a caller waits where a busy hub does not say it. Unit: seconds. */
const RETRY_AFTER_S = 2;

/** Whether the hub says that it has no room: then nothing was taken, and nothing is in doubt. */
function busyScope(status: number, text: string): HubBusy['scope'] | undefined {
  if (status === 429) return 'own-share';
  return status === 503 && text.includes('"/problems/busy"') ? 'whole' : undefined;
}

/** What a hub answers to a command that it will not carry out, however often it is asked. */
const COMMAND_REFUSALS = ['refused', 'bad-signature', 'invalid-input', 'not-found', 'malformed-request'] as const;

/** A hub that answers nothing has not answered. */
function found<T>(answer: T | undefined): T {
  if (answer === undefined || answer === null) throw new HubAway('no answer');
  return answer;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new HubAway('the answer is no JSON');
  }
}
