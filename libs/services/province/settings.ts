import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { BadConfig } from '@lianhu/services/platform';

/** A hub that a province follows. */
export interface ProvinceHub {
  /** Its area, by which its topic, its tables and its rows are named. */
  readonly area: string;
  readonly origin: string;
  /** The service that answers `/api/log/events` for what retention removed; none = it must still be in the topic. */
  readonly url?: string;
  /** Token for that service. */
  readonly token: () => string;
}

/**
 * The hubs of `LIANHU_HUBS`, by commas: `990101` or `990101=https://hub.example`. The token for an address lies in the file
 * `<area>` of the folder `LIANHU_HUB_TOKENS`, and is read anew each time. Throws BadConfig.
 */
export function provinceHubs(env: NodeJS.ProcessEnv = process.env): readonly ProvinceHub[] {
  const named = (env['LIANHU_HUBS'] ?? '').split(',').flatMap((text) => (text.trim() === '' ? [] : [text.trim()]));
  if (named.length === 0) throw new BadConfig('a province needs LIANHU_HUBS: areas by commas, each with =https://… of its hub if there is one');
  const tokens = env['LIANHU_HUB_TOKENS'];
  const hubs = named.map((text): ProvinceHub => {
    const [, area, url] = /^(\d{6,12})(?:=(https?:\/\/[^\s=,]+))?$/.exec(text) ?? [];
    if (area === undefined) throw new BadConfig(`LIANHU_HUBS: ${text} is no area, nor area=https://…`);
    if (url !== undefined && !tokens) throw new BadConfig('LIANHU_HUBS names addresses, so LIANHU_HUB_TOKENS must be the folder of their tokens');
    const token = (): string =>
      readFileSync(join(tokens ?? '', area), 'utf8')
        .trim()
        .split('\n')
        .at(-1) ?? '';
    return { area, origin: `lianhu/${area}`, ...(url !== undefined && { url }), token };
  });
  const twice = hubs.find(({ area }, n) => hubs.findIndex((one) => one.area === area) < n);
  if (twice) throw new BadConfig(`LIANHU_HUBS names ${twice.area} twice`);
  return hubs;
}
