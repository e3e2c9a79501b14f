import { defineDepartment } from '@lianhu/kernel';
import { AccessLogAnchored } from './events/access-log-anchored';
import { AlertAcknowledged } from './events/alert-acknowledged';
import { AlertClosed } from './events/alert-closed';
import { AlertEvidenceAdded } from './events/alert-evidence-added';
import { AlertRaised } from './events/alert-raised';
import { ClockMissed } from './events/clock-missed';
import { DayTurned } from './events/day-turned';
import { KeyRegistered } from './events/key-registered';
import { KeyRevoked } from './events/key-revoked';
import { LogBegun } from './events/log-begun';
import { MinorReferenced } from './events/minor-referenced';
import { MinorRegistered } from './events/minor-registered';
import { NoticeSent } from './events/notice-sent';
import { PolicyActivated } from './events/policy-activated';
import { ReportClosed } from './events/report-closed';
import { ReportOpened } from './events/report-opened';

export * from './codes';
export {
  AccessLogAnchored,
  AlertAcknowledged,
  AlertClosed,
  AlertEvidenceAdded,
  AlertRaised,
  ClockMissed,
  DayTurned,
  KeyRegistered,
  KeyRevoked,
  LogBegun,
  MinorReferenced,
  MinorRegistered,
  NoticeSent,
  PolicyActivated,
  ReportClosed,
  ReportOpened,
};

/** The hub itself 联护枢纽: events that it appends about children, keys, days, alerts and reports. */
export const hub = defineDepartment({
  id: 'hub',
  name: '联护枢纽',
  events: [
    AccessLogAnchored,
    AlertAcknowledged,
    AlertClosed,
    AlertEvidenceAdded,
    AlertRaised,
    ClockMissed,
    DayTurned,
    KeyRegistered,
    KeyRevoked,
    LogBegun,
    MinorReferenced,
    MinorRegistered,
    NoticeSent,
    PolicyActivated,
    ReportClosed,
    ReportOpened,
  ],
});

/** The source of every event that the hub itself appends. */
export const HUB_SOURCE = 'urn:lianhu:hub';
