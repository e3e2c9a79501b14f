export { AuditParts } from './audit.controller';
export * from './audit.module';
export * from './create-audit';
export { manifestOf } from './manifest';
export { QuarterTarget, type Proof } from './quarter-target';
export { isKnownType, REPLAYABLE, targetOf } from './replays';
export * from './run-audit';
