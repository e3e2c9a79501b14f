import type { Recorded } from '@lianhu/kernel';
import { correctedNote } from '@lianhu/processes/correction';
import type { HubForMonitor } from '@lianhu/services/platform';

/** Appends `hub.record.corrected` for every correction, each signed by itself, so that no signature joins two children; the same page again appends nothing new. */
export class CorrectionReactor {
  constructor(private readonly hub: Pick<HubForMonitor, 'own'>) {}

  async react(events: readonly Recorded[]): Promise<void> {
    for (const note of events.flatMap((event) => correctedNote(event) ?? [])) await this.hub.own([note]);
  }
}
