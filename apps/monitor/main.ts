import 'reflect-metadata';
import { join } from 'node:path';
import { placesIn } from '@lianhu/kernel';
import { OfficeFilesModule, openOfficeTables } from '@lianhu/services/edge';
import { runMonitor } from '@lianhu/services/monitor';

// The pages lie beside the program. The office's tables go to its own desk, which is the monitor's.
await runMonitor(join(import.meta.dirname, '..'), ({ monitor, folder, policy, clock }) => {
  const enter: Parameters<typeof openOfficeTables>[0]['enter'] = (caller, row) => monitor.records.enterRow(caller, row);
  const office = openOfficeTables({ folder: join(folder, 'office'), clock, places: placesIn(policy.pack), enter });
  return { module: OfficeFilesModule.of(office), close: () => office.close() };
});
