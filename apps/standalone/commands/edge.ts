import { Command } from 'commander';
import { ALARMS, alarmIn, verifiedIn, type EdgeRequest } from '@lianhu/services/edge';
import { departmentOption } from '../department-option';
import { askEdge, edgeFolder } from '../edge-request';

interface Options {
  readonly department: string;
  readonly folder?: string;
}

/** `lianhu edge`: what an operator decides when an edge has stopped. Runs where the edge's data folder is. */
export const edgeCommand = (): Command =>
  new Command('edge')
    .description("a department's edge that has stopped (docs/edge.md); run it where the edge's data folder is")
    .addCommand(statusCommand())
    .addCommand(
      requestCommand('trust-again', 'trust the log and the keys that the hub shows now, and go on: only after the office has explained the alarm'),
    )
    .addCommand(
      requestCommand('push-again', 'the same after a hub was restored from a backup; what it has lost of acknowledged events is pushed again'),
    );

const withEdge = (command: Command): Command =>
  command.addOption(departmentOption().makeOptionMandatory()).option('--folder <path>', "the edge's own folder (default: in LIANHU_DATA)");

const statusCommand = (): Command =>
  withEdge(new Command('status').description('print the alarm, if one stands, and how much of the log was verified')).action(
    ({ department, folder }: Options) => {
      const place = edgeFolder(department, folder);
      const alarm = alarmIn(place);
      console.log(JSON.stringify({ ...verifiedIn(place), alarm, ...(alarm && { todo: ALARMS[alarm.code] }) }, null, 2));
      if (alarm) process.exitCode = 1;
    },
  );

const requestCommand = (request: EdgeRequest, description: string): Command =>
  withEdge(new Command(request).description(description)).action(({ department, folder }: Options) => askEdge(department, request, folder));
