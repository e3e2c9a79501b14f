import { LianhuError, type Position } from '@lianhu/kernel';

/** The brokers cannot be reached, refuse us, or did not answer in time. `reason` is a name, never a value. */
export class StreamAway extends LianhuError {
  readonly code = 'stream.away';
  constructor(readonly reason: string) {
    super(`Kafka cannot be used at the moment (${reason}); what is missing is published or read later.`);
  }
}

/** What a fault is called: by ourselves, by the brokers or by the system, whichever says most. A name, never a value. */
export function faultName(error: unknown): string {
  if (error instanceof StreamAway) return error.reason;
  const { name, cause, errors, type, code } = error as Error & { errors?: readonly unknown[]; type?: unknown; code?: unknown };
  // The client wraps what the brokers said.
  const wrapped = name === 'KafkaJSNumberOfRetriesExceeded' ? cause : errors?.[0];
  if (wrapped instanceof Error) return faultName(wrapped);
  return [type, code].find((one) => typeof one === 'string') ?? name;
}

/** A topic that was made by somebody else, in a way that breaks what we promise. */
export class TopicUnfit extends LianhuError {
  readonly code = 'stream.topic-unfit';
  constructor(
    readonly topic: string,
    readonly why: string,
  ) {
    super(`The topic ${topic} ${why}; remove it or set it right, then start again.`);
  }
}

/** A record in the topic of lines is no line, or not the one that its headers name. */
export class NotALine extends LianhuError {
  readonly code = 'stream.not-a-line';
  constructor(readonly offset: number) {
    super(`The record at offset ${offset} is no line of the log: somebody else writes into this topic. Look at its access rules first.`);
  }
}

/** The topic does not hold the next position any more, and nobody was named who has it. */
export class StreamCutOff extends LianhuError {
  readonly code = 'stream.cut-off';
  constructor(
    readonly topic: string,
    readonly missing: Position,
    readonly found: Position,
  ) {
    super(
      `The topic ${topic} goes on at position ${found}, this monitor needs ${missing}: retention removed what lies between. ` +
        'Give LIANHU_LOG_URL (a service that answers /api/log/events) or the hub’s own DATABASE_URL, and start again.',
    );
  }
}
