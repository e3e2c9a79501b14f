export { AuditParts } from './audit.controller';
export * from './audit.module';
export * from './create-audit';
export * from './run-audit';
