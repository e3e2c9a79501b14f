// Generated from the folders of libs/views by scripts/generate.mjs. Do not edit.
import type { SumDefinition, ViewDefinition } from '@lianhu/kernel';
import { alertCounty, alertTowns, alerts } from '@lianhu/views/alerts';
import { departments } from '@lianhu/views/departments';
import { inbox, inboxAddressees, inboxCounty, inboxTowns } from '@lianhu/views/inbox';
import { county, minors, towns } from '@lianhu/views/minors';

/** Every base view. Its state and row are its own affair. */
export const baseViews = [alerts, departments, inbox, minors] as readonly unknown[] as readonly ViewDefinition[];

/** Every sum over the rows of a base view. */
export const sums = [
  alertTowns,
  alertCounty,
  inboxAddressees,
  inboxTowns,
  inboxCounty,
  towns,
  county,
] as readonly unknown[] as readonly SumDefinition[];
