import type { Accounts, SessionIssuer } from '@lianhu/access';
import type { PolicyPack } from '@lianhu/kernel';

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
    /** Names of the county, its towns and its villages. */
    readonly places: Pick<PolicyPack, 'areaName' | 'towns' | 'villages'>,
    readonly demonstration: boolean,
    readonly loading: () => Loading | undefined,
    /** What a browser encrypts drafts of an account with. */
    readonly draftKeyOf: (account: string) => string,
    /** Where edges run apart: what a session is worth at them. */
    readonly edgeTokens?: SessionIssuer,
  ) {}
}
