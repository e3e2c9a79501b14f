import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { resultOfRequest, type EdgeRequest } from '@lianhu/services/edge';
import { readConfig } from '@lianhu/services/platform';

/** How long a command waits for the edge. Unit: milliseconds; the edge does what was asked also later. */
const WAIT_MS = 60_000;
const LOOK_EVERY_MS = 200;

/** An edge's own folder on this machine. Throws when there is none. */
export function edgeFolder(department: string, given?: string): string {
  const { folder } = readConfig();
  const places = given === undefined ? [join(folder, 'edges', department), join(folder, department)] : [resolve(given)];
  const found = places.find((place) => existsSync(join(place, 'keys')));
  if (found === undefined)
    throw new Error(`no edge of ${department} in ${places.join(' or ')}: set LIANHU_DATA to its data folder, or give --folder`);
  return found;
}

/** Asks the edge that works on a folder for something, and waits for its result; undefined when it has not come yet. */
export async function requestOfEdge(folder: string, request: EdgeRequest): Promise<unknown> {
  const requests = join(folder, 'requests');
  mkdirSync(requests, { recursive: true, mode: 0o700 });
  writeFileSync(join(requests, request), JSON.stringify({}), { mode: 0o600 });
  for (const until = Date.now() + WAIT_MS; Date.now() < until;) {
    await new Promise((wake) => setTimeout(wake, LOOK_EVERY_MS));
    if (existsSync(join(requests, request))) continue;
    return resultOfRequest(requests, request);
  }
  return undefined;
}

/** Asks, and prints what came of it; exit code 1 when the edge did not do it. */
export async function askEdge(department: string, request: EdgeRequest, folder?: string): Promise<void> {
  const result = await requestOfEdge(edgeFolder(department, folder), request);
  if (result === undefined) {
    console.error('the edge has not answered yet: it does it when it runs and reaches the hub');
    process.exitCode = 1;
  } else {
    console.log(JSON.stringify(result));
    if ((result as { done?: boolean }).done !== true) process.exitCode = 1;
  }
}
