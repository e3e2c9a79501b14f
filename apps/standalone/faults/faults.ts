import type { Fault } from './fault';
import { diskFullPostgres, diskFullSpool } from './strokes/disk-full';
import { kafkaAway } from './strokes/kafka-away';
import { killEdge, killHub, killMonitor } from './strokes/kill';
import { killPostgres } from './strokes/kill-postgres';

/** Every fault that a run deals; a new one is a file in `strokes` and a name here. */
export const FAULTS: readonly Fault[] = [killHub, killEdge, killMonitor, killPostgres, diskFullPostgres, diskFullSpool, kafkaAway];
