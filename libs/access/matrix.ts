import type { Viewer } from './roles';

/** Columns of the need-to-know matrix: the departments, the office, and the grass roots. Source: domain model §1.4. */
export const COLUMNS = [
  'CT',
  'PR',
  'PS',
  'CA',
  'ED',
  'HE',
  'JU',
  'DPF',
  'WF',
  'YL',
  'WBO',
  'SUP',
  'LD',
  'TW',
  'VL',
  'SW',
  'HL',
  'GD',
  'AUD',
] as const;
export type Column = (typeof COLUMNS)[number];
/** F full, C only cases assigned to the unit, T task text without cause, P statistics, own = own records only, – none. */
export type Letter = 'F' | 'C' | 'T' | 'P' | 'own' | '–';

/** The matrix as the paper has it: one line a category of events, one letter a column. */
const SHEET = `
    CT  PR  PS  CA  ED  HE  JU  DPF WF  YL  WBO SUP LD  TW  VL  SW  HL  GD  AUD
K01 C   C   F   F   C   C   C   C   C   –   F   C   –   F   F   C   own T   P
K02 C   C   –   F   T   T   –   C   T   –   F   C   –   F   F   T   –   –   P
K03 C   C   F   F   T   –   C   –   T   –   F   C   –   F   T   T   –   –   P
K04 –   C   C   C   F   –   C   T   T   –   F   C   –   F   T   T   –   –   P
K05 C   C   C   –   F   T   –   –   –   –   C   C   –   T   –   T   –   –   P
K06 –   –   C   –   C   F   –   –   –   –   C   –   –   T   –   T   –   –   P
K07 –   –   –   C   T   F   –   F   –   –   T   –   –   T   T   T   –   –   P
K08 C   C   C   C   T   C   –   –   T   –   C   –   –   T   –   –   –   –   P
K09 F   C   F   C   T   T   –   –   C   –   F   C   –   T   T   T   –   –   P
K10 C   C   C   T   T   T   C   –   T   T   C   –   –   T   –   –   –   –   P
K11 C   C   C   –   T   –   C   –   –   –   T   –   –   –   –   –   –   –   P
K12 own own own –   –   –   own –   –   –   –   –   –   –   –   –   –   –   –
K13 –   C   C   –   –   –   –   –   –   –   –   –   –   –   –   –   –   –   –
K14 F   F   F   F   F   F   F   F   F   F   F   F   F   F   T   T   T   T   F
K15 C   F   F   own own own own own own own P   P   –   –   –   –   –   –   P
K16 F   F   F   F   F   F   F   F   F   F   F   F   F   F   F   F   F   F   F
K17 F   F   F   F   F   F   F   F   F   F   F   F   F   F   F   –   –   –   F
K18 –   –   –   –   –   –   –   –   –   –   F   P   P   T   –   –   –   –   P
K19 C   C   T   F   T   T   C   T   T   –   F   C   P   F   T   T   –   –   P
K20 C   C   C   F   C   C   C   C   C   C   F   C   P   F   F   C   –   own P
K21 C   C   F   F   T   T   –   –   T   –   F   C   –   T   T   –   T   T   P
K22 F   F   C   C   T   –   C   –   C   –   F   C   –   T   T   T   –   –   P
K23 C   C   C   F   C   C   C   C   C   C   F   C   P   C   T   C   own own P
K24 –   –   T   T   T   T   T   T   T   –   F   C   –   F   T   T   –   –   P
K25 C   C   C   –   F   –   C   –   –   T   T   –   –   –   –   T   –   –   P
K26 F   F   F   F   F   F   F   F   F   F   F   F   F   F   F   F   F   –   F
K27 own own own own own own own own own own P   C   –   own –   –   –   –   F
`;

const ROWS = new Map(
  SHEET.trim()
    .split('\n')
    .slice(1)
    .map((line) => line.split(/\s+/))
    .map(([category, ...letters]) => [category as string, letters as Letter[]]),
);
/** The categories K01 … K27. */
export const CATEGORIES: readonly string[] = [...ROWS.keys()];

/** The letter of a category in a column; nothing is known of a category that the matrix lacks. */
export const letterOf = (category: string, column: Column): Letter => ROWS.get(category)?.[COLUMNS.indexOf(column)] ?? '–';

/** Column of each department id. */
const DEPARTMENT_COLUMNS: Readonly<Record<string, Column>> = {
  court: 'CT',
  procuratorate: 'PR',
  police: 'PS',
  'civil-affairs': 'CA',
  education: 'ED',
  health: 'HE',
  justice: 'JU',
  'disabled-federation': 'DPF',
  'womens-federation': 'WF',
};

/** The column that a viewer reads in; undefined for those who read only what they sent (systems, data officers) and those who see metadata only. */
export function columnOf({ role, department }: Pick<Viewer, 'role' | 'department'>): Column | undefined {
  switch (role) {
    case 'office':
    case 'office-lead':
      return 'WBO';
    case 'department-lead':
    case 'case-officer':
      return department === undefined ? (role === 'case-officer' ? 'WBO' : undefined) : DEPARTMENT_COLUMNS[department];
    case 'inspector':
      return 'SUP';
    case 'leader':
      return 'LD';
    case 'town':
      return 'TW';
    case 'village':
      return 'VL';
    case 'grid':
    case 'sentinel':
      return 'GD';
    case 'social-worker':
      return 'SW';
    case 'hotline':
      return 'HL';
    case 'auditor':
      return 'AUD';
    default:
      return undefined;
  }
}
