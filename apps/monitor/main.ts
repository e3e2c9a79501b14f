import 'reflect-metadata';
import { runMonitor } from '@lianhu/services/monitor';

await runMonitor();
