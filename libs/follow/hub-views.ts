import type { SumDefinition, ViewDefinition } from '@lianhu/kernel';

/** Views and sums of one hub among several: the same folds under names of their own. */
export interface HubViews {
  readonly hub: string;
  readonly views: readonly ViewDefinition[];
  readonly sums: readonly SumDefinition[];
}

/** What a view or sum of one hub is called; the hub is named by its area. */
export const hubName = (name: string, hub: string): string => `${name}-h${hub}`;

/**
 * Views of one hub, to be kept beside those of others in one database: each hub has a follower, and tables that another
 * hub's history cannot touch. `HubsReader` reads them as one. Throws TypeError on a hub that is no area.
 */
export function viewsOfHub(hub: string, views: readonly ViewDefinition[], sums: readonly SumDefinition[]): HubViews {
  if (!/^\d{6,12}$/.test(hub)) throw new TypeError(`${hub} is no area of a hub`);
  return {
    hub,
    views: views.map((view) => ({ ...view, name: hubName(view.name, hub) })),
    sums: sums.map((sum) => ({ ...sum, name: hubName(sum.name, hub), over: hubName(sum.over, hub) })),
  };
}
