import type { Accounts, SessionIssuer } from '@lianhu/access';

/** How far the demonstration county has been loaded. */
export interface Loading {
  readonly state: 'loading' | 'ready';
  /** 0–100. */
  readonly percent: number;
  /** The simulated day. */
  readonly date: string;
  readonly events: number;
}

/** What sign-in and every page need to know of the installation. */
export class Signs {
  constructor(
    readonly accounts: Accounts,
    readonly areaName: string,
    readonly demonstration: boolean,
    readonly loading: () => Loading | undefined,
    /** Where edges run apart: what a session is worth at them. */
    readonly edgeTokens?: SessionIssuer,
  ) {}
}
