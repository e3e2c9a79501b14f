import { askJson, queryOf } from '../api/client';

export type JobState = 'examining' | 'waiting' | 'running' | 'done' | 'refused' | 'cancelled';
export type Unit = 'yuan' | 'wan-yuan' | 'fen' | 'hours';
/** A file on its way, as the edge tells it. */
export interface JobRow {
  readonly id: string;
  readonly file: string;
  readonly createdAt: string;
  /** Its file was given up some days after the job was over. */
  readonly fileDropped?: true;
  readonly state: JobState;
  readonly message?: string;
  readonly baseline: boolean;
  readonly typeTitle?: string;
  readonly counts?: Readonly<Record<'data' | 'empty' | 'total' | 'note' | 'header', number>>;
  readonly tally: Readonly<Record<'accepted' | 'seen' | 'older' | 'stored' | 'quarantined' | 'faulty', number>>;
}
export interface GuessedColumn {
  readonly header: string;
  readonly target?: string | null;
  readonly confidence: number;
  readonly unit?: Unit;
  readonly samples: readonly string[];
}
export interface JobTarget {
  readonly path: string;
  readonly title: string;
  readonly required: boolean;
  readonly counts?: 'fen' | 'minutes';
}
export interface JobFile extends JobRow {
  /** The sheet that was read, of those that the workbook shows. */
  readonly sheet?: string;
  readonly sheets?: readonly string[];
  readonly title: string;
  readonly faults: { readonly total: number; readonly rows: readonly { readonly row: number; readonly column: string; readonly message: string }[] };
  readonly types?: readonly { readonly id: string; readonly title: string }[];
  readonly columns?: readonly GuessedColumn[];
  readonly targets?: readonly JobTarget[];
  readonly needed?: readonly string[];
}
/** What a person says about the columns. */
export interface MappingSent {
  readonly type: string;
  readonly columns: readonly { readonly target?: string | null; readonly unit?: Unit }[];
  readonly constants: Readonly<Record<string, string>>;
}

const post = (path: string, json: unknown): Promise<JobFile> => askJson<JobFile>(path, { method: 'POST', json });

/** The routes of the page 文件导入. */
export const files = {
  list: (department: string, signal: AbortSignal) =>
    askJson<{ readonly rows: readonly JobRow[] }>(`/api/departments/${department}/files`, { signal }),
  send: (department: string, file: File, baseline: boolean) => {
    const body = new FormData();
    body.append('file', file);
    return askJson<{ readonly job: string }>(`/api/departments/${department}/files${queryOf({ baseline: baseline || undefined })}`, {
      method: 'POST',
      body,
    });
  },
  job: (id: string, signal: AbortSignal) => askJson<JobFile>(`/api/jobs/${id}`, { signal }),
  decide: (id: string, mapping: MappingSent) => post(`/api/jobs/${id}/mapping`, mapping),
  guess: (id: string, type: string) => post(`/api/jobs/${id}/guess`, { type }),
  sheet: (id: string, sheet: string) => post(`/api/jobs/${id}/sheet`, { sheet }),
  cancel: (id: string) => post(`/api/jobs/${id}/cancel`, {}),
};
