import { RecordCorrected } from '@lianhu/departments/hub';
import { definitionOf, type Level, type Moment, type Position, type Recorded } from '@lianhu/kernel';

/** The hub's note on a correction, to be appended. All of it follows from the correction, so a repetition stands once. */
export interface CorrectedNote {
  readonly type: string;
  readonly id: string;
  readonly time: Moment;
  readonly level: Level;
  readonly subject?: string;
  readonly residencearea?: string;
  readonly corrects: Position;
  readonly data: Readonly<Record<string, unknown>>;
}

/** Why a department corrects is not asked of its system. */
const NOT_STATED = 'not-stated';

/**
 * 更正: the note that an event which corrects an earlier one brings; undefined for every other event, and for the hub's own word
 * on records. It stands at the level and under the subject of the correction, replaces nothing, and is what the sharing table
 * tells those by who were told the original. Source: domain model §2.9.
 */
export function correctedNote({ type, position, corrects, level, subject, residenceArea, recordedAt }: Recorded): CorrectedNote | undefined {
  if (corrects === undefined || type.startsWith('hub.record.')) return undefined;
  return {
    type: definitionOf(RecordCorrected).type,
    id: `record-corrected-${position}`,
    time: recordedAt,
    level,
    ...(subject !== undefined && { subject }),
    ...(residenceArea !== undefined && { residencearea: residenceArea.slice(0, 9) }),
    corrects,
    data: { target: corrects, reason: NOT_STATED },
  };
}
