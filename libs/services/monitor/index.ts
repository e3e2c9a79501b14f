export { AccountParts } from './accounts.controller';
export * from './create-monitor';
export { Monitor } from './monitor';
export { Records } from './records';
export { monitorHealth } from './monitor-health';
export * from './monitor.module';
export { ReportSetting } from './report-document';
export { Signs, type Loading } from './signs';
export * from './run-monitor';
