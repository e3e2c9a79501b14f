import { dataQuality } from './data-quality';
import type { Board } from './define';
import { domesticViolence } from './domestic-violence';
import { healthBoard } from './health';
import { judicial } from './judicial';
import { network } from './network';
import { places } from './places';
import { schools } from './schools';
import { staffChecks } from './staff-checks';
import { team } from './team';

export { boardRows, columnKey, columnsIn, hasFigures, type Board, type BoardColumn, type BoardRow } from './define';

/** Every count board, in the order of the domain model. */
export const BOARDS: readonly Board[] = [domesticViolence, schools, healthBoard, judicial, staffChecks, places, network, team, dataQuality];
