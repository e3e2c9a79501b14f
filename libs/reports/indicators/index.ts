import type { Indicator } from '../define';
import { A01, A04 } from './a-children';
import * as groups from './a-groups';
import { B04, B14, B16 } from './b-family';
import * as guidance from './b-guidance';
import * as pupils from './c-pupils';
import { C02 } from './c-school';
import * as places from './d-places';
import { D01 } from './d-society';
import * as network from './e-network';
import * as government from './f-government';
import * as justice from './g-justice';
import { H01, H04 } from './h-office';
import * as records from './h-records';

const ALL: readonly Indicator[] = [
  ...[A01, A04, B04, B14, B16, C02, D01, H01, H04],
  ...[groups, guidance, pupils, places, network, government, justice, records].flatMap((file) => Object.values(file)),
];

/** The indicators of the quarterly report, in the order in which it prints them. */
export const INDICATORS: readonly Indicator[] = [...ALL].sort((a, b) => (a.code < b.code ? -1 : 1));
