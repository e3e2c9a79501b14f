import type { Protection } from '@lianhu/kernel';
import type { Indicator } from '../define';
import { A01, A04 } from './a-children';
import * as groups from './a-groups';
import { B04, B14, B16 } from './b-family';
import * as guidance from './b-guidance';
import * as posts from './c-posts';
import * as pupils from './c-pupils';
import { C02 } from './c-school';
import * as places from './d-places';
import { D01 } from './d-society';
import * as checks from './d-staff-checks';
import * as network from './e-network';
import * as government from './f-government';
import * as justice from './g-justice';
import { H01, H04 } from './h-office';
import * as records from './h-records';
import * as team from './h-team';

const ALL: readonly Indicator[] = [
  ...[A01, A04, B04, B14, B16, C02, D01, H01, H04],
  ...[groups, guidance, posts, pupils, places, checks, network, government, justice, records, team].flatMap((file) => Object.values(file)),
];

/** The six protections 六大保护 in their usual order, with their Chinese names. An indicator stands under the first of its own. */
export const PROTECTIONS: readonly (readonly [protection: Protection, title: string])[] = [
  ['family', '家庭保护'],
  ['school', '学校保护'],
  ['society', '社会保护'],
  ['network', '网络保护'],
  ['government', '政府保护'],
  ['justice', '司法保护'],
];
const placeOf = ({ protection }: Indicator): number => PROTECTIONS.findIndex(([one]) => one === protection[0]);

/** The indicators of the quarterly report, in the order in which it prints them: by protection, then by code. */
export const INDICATORS: readonly Indicator[] = [...ALL].sort((a, b) => placeOf(a) - placeOf(b) || (a.code < b.code ? -1 : 1));
