import type { Indicator } from '../define';
import { A01, A04 } from './a-children';
import { B04, B14, B16 } from './b-family';
import { C02 } from './c-school';
import { D01 } from './d-society';
import { H01, H04 } from './h-office';

/** The indicators of the quarterly report, in the order in which it prints them. */
export const INDICATORS: readonly Indicator[] = [A01, A04, B04, B14, B16, C02, D01, H01, H04];
