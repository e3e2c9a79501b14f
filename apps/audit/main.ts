import 'reflect-metadata';
import { runAudit } from '@lianhu/services/audit';

await runAudit();
