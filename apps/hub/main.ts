import 'reflect-metadata';
import { runHub } from '@lianhu/services/hub';

await runHub();
