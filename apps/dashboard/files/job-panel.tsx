import { Icon, Panel, useRemote } from '@lianhu/ui';
import { Alert, Button, Progress, Select } from 'antd';
import { useEffect, useState, type ReactNode } from 'react';
import { download } from '../api/client';
import { explainLine } from '../api/problem';
import { Loaded } from '../shell/loaded';
import { setQuery } from '../shell/router';
import { files, type JobFile, type JobRow, type JobState } from './files-client';
import { MappingForm } from './mapping-form';

/** While a job works it is looked at so often. Unit: milliseconds. */
const LOOK_EVERY_MS = 1_000;
export const STATES: Readonly<Record<JobState, string>> = {
  examining: '正在检查',
  waiting: '待确认列',
  running: '正在导入',
  done: '已完成',
  refused: '无法读取',
  cancelled: '已取消',
};

const dealtWith = ({ tally }: JobRow): number => Object.values(tally).reduce((sum, rows) => sum + rows, 0);

/** 新入库 … 有问题, as words with figures. */
export const TallyLine = ({ job }: { readonly job: JobRow }): ReactNode => (
  <span>
    新入库 <b>{job.tally.accepted}</b> · 此前已有 {job.tally.seen} · {job.tally.older > 0 ? <>已被更正 {job.tally.older} · </> : null} 待转发{' '}
    {job.tally.stored} · 待核对 {job.tally.quarantined} · 有问题 <b className={job.tally.faulty > 0 ? 'bad' : ''}>{job.tally.faulty}</b>
  </span>
);

/** One file: what its columns mean, how far it is, what is wrong with which row. */
export function JobPanel({ id, onChanged }: { readonly id: string; readonly onChanged: () => void }): ReactNode {
  const remote = useRemote(id, (signal) => files.job(id, signal), true);
  const state = remote.data?.state;
  const { reload } = remote;
  useEffect(() => {
    onChanged();
    if (state !== 'examining' && state !== 'running') return undefined;
    const timer = setInterval(reload, LOOK_EVERY_MS);
    return () => clearInterval(timer);
  }, [state, reload]);
  return (
    <Loaded remote={remote} lines={5}>
      {(job) => (
        <>
          <Panel title={job.file} extra={STATES[job.state]} testId="job">
            <JobBody job={job} onChanged={reload} onCancel={() => void files.cancel(id).finally(reload)} />
          </Panel>
          {job.state === 'waiting' ? <MappingForm key={`${job.sheet} ${job.types?.[0]?.id}`} job={job} onChanged={reload} /> : null}
          {job.faults.total > 0 ? <Faults job={job} /> : null}
        </>
      )}
    </Loaded>
  );
}

/** A workbook's other sheets are not sent, and that is said; a person may choose another one. */
function Sheets({ job, onChanged }: { readonly job: JobFile; readonly onChanged: () => void }): ReactNode {
  const { id, sheet, sheets = [], state } = job;
  const [fault, setFault] = useState<string>();
  const others = sheets.filter((name) => name !== sheet);
  if (others.length === 0 || state === 'examining') return null;
  const read = (name: string): void =>
    void files.sheet(id, name).then(
      (next) => (next.id === id ? onChanged() : setQuery({ job: next.id })),
      (problem: unknown) => setFault(explainLine(problem)),
    );
  return (
    <>
      <Alert type="warning" showIcon title={`只导入工作表“${sheet}”；未导入：${others.join('、')}`} data-testid="other-sheets" />
      <label className="import-type">
        <span>{state === 'waiting' ? '改读工作表' : '另行导入工作表'}</span>
        <Select
          value={state === 'waiting' ? sheet : undefined}
          placeholder="请选择"
          onChange={read}
          options={(state === 'waiting' ? sheets : others).map((name) => ({ value: name, label: name }))}
          data-testid="sheet"
        />
      </label>
      {fault === undefined ? null : <Alert type="error" showIcon title={fault} />}
    </>
  );
}

function JobBody({ job, onCancel, onChanged }: { readonly job: JobFile; readonly onCancel: () => void; readonly onChanged: () => void }): ReactNode {
  const { counts, state } = job;
  if (state === 'refused') return <Alert type="error" showIcon title={job.message} />;
  const rows = counts?.data ?? 0;
  return (
    <div className="import-job" data-state={state}>
      {job.title === '' ? null : <div className="quiet">{job.title}</div>}
      {state === 'waiting' || state === 'examining' ? null : <Progress percent={rows === 0 ? 100 : Math.floor((100 * dealtWith(job)) / rows)} />}
      <Sheets job={job} onChanged={onChanged} />
      <div data-testid="tally">
        数据 {rows} 行{job.baseline ? '（补录）' : ''}：<TallyLine job={job} />
      </div>
      {counts && counts.total + counts.note > 0 ? (
        <div className="quiet">
          未导入：合计行 {counts.total}、说明行 {counts.note}、空行 {counts.empty}
        </div>
      ) : null}
      {state === 'waiting' || state === 'running' || state === 'examining' ? (
        <Button size="small" onClick={onCancel} data-testid="cancel">
          取消导入
        </Button>
      ) : null}
    </div>
  );
}

const markedName = (file: string): string => `${file.replace(/\.[^.]*$/, '')}-标出问题.xlsx`;

const Faults = ({ job }: { readonly job: JobFile }): ReactNode => (
  <Panel title={`问题 ${job.faults.total} 处`} extra="改正后可直接再次导入整个文件，已入库的行不会重复" testId="faults">
    {job.fileDropped ? (
      <div className="quiet">文件已按保存期限清除，请用原表改正</div>
    ) : (
      <Button
        type="link"
        className="import-download"
        onClick={() => void download(`/api/jobs/${job.id}/corrected`, markedName(job.file))}
        data-testid="corrected"
      >
        <Icon name="download" size={16} /> 下载标出问题的副本
      </Button>
    )}
    <ul className="import-faults">
      {job.faults.rows.map(({ row, column, message }, i) => (
        <li key={i}>
          <span className="quiet">第 {row} 行</span> <b>{column}</b> {message}
        </li>
      ))}
    </ul>
  </Panel>
);
