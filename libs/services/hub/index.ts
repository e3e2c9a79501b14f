export * from './create-hub';
export * from './hub';
export { Intake } from './hub.controller';
export * from './hub.module';
export * from './key-register';
export { DayTurner } from './day-turner';
export * from './open-hub';
export * from './own-events';
export * from './run-hub';
