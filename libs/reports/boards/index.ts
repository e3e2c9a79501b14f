import { dataQuality } from './data-quality';
import type { Board } from './define';
import { domesticViolence } from './domestic-violence';
import { healthBoard } from './health';
import { judicial } from './judicial';
import { network } from './network';
import { places } from './places';
import { schools } from './schools';

export { boardRows, columnKey, hasFigures, type Board, type BoardColumn, type BoardRow } from './define';

/** Every count board, in the order of the domain model. V16 and V21 wait for staff, posts and places. */
export const BOARDS: readonly Board[] = [domesticViolence, schools, healthBoard, judicial, places, network, dataQuality];
