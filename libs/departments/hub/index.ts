import { defineDepartment } from '@lianhu/kernel';
import * as events from './events';

export * from './codes';
export * from './entered';
export * from './events';

/** The hub itself 联护枢纽: events that it appends about children, keys, days, alerts and reports. */
export const hub = defineDepartment({
  id: 'hub',
  name: '联护枢纽',
  events: Object.values(events),
});

/** The source of every event that the hub itself appends. */
export const HUB_SOURCE = 'urn:lianhu:hub';
