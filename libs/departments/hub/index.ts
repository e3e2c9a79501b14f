import { defineDepartment } from '@lianhu/kernel';
import { placeRegister } from './connectors/place-register';
import { schoolRegister } from './connectors/school-register';
import { staffRegister } from './connectors/staff-register';
import { trainingRegister } from './connectors/training-register';
import * as events from './events';

export * from './codes';
export * from './entered';
export * from './events';
export * from './home';

/** The hub itself 联护枢纽: events that it appends about children, keys, days, alerts and reports. */
export const hub = defineDepartment({
  id: 'hub',
  name: '联护枢纽',
  events: Object.values(events),
  connectors: [placeRegister, schoolRegister, staffRegister, trainingRegister],
});

/** The source of every event that the hub itself appends. */
export const HUB_SOURCE = 'urn:lianhu:hub';
