import { PageHead, Panel, Records, useRemote, When } from '@lianhu/ui';
import { Button, type TableColumnsType } from 'antd';
import type { ReactNode } from 'react';
import { DropFile } from '../files/drop-file';
import { files, type JobRow } from '../files/files-client';
import { JobPanel, STATES, TallyLine } from '../files/job-panel';
import { useUser } from '../session/session';
import { Loaded } from '../shell/loaded';
import { setQuery, usePlace } from '../shell/router';

const open = (id: string): void => setQuery({ job: id });
const Name = ({ job }: { readonly job: JobRow }): ReactNode => (
  <Button type="link" size="small" onClick={() => open(job.id)}>
    {job.file}
  </Button>
);
const COLUMNS: TableColumnsType<JobRow> = [
  { title: '文件', key: 'file', render: (_, job) => <Name job={job} /> },
  { title: '内容', key: 'type', render: (_, job) => job.typeTitle ?? '—' },
  { title: '状态', key: 'state', render: (_, job) => STATES[job.state] },
  { title: '结果（行）', key: 'tally', render: (_, job) => <TallyLine job={job} /> },
  { title: '时间', key: 'at', render: (_, job) => <When at={job.createdAt} /> },
];
const card = (job: JobRow): ReactNode => (
  <div className="card">
    <div className="card-head">
      <Name job={job} />
      <span>{STATES[job.state]}</span>
    </div>
    <TallyLine job={job} />
    <div className="quiet">
      {job.typeTitle ?? ''} <When at={job.createdAt} />
    </div>
  </div>
);

/** 文件导入: a department's own table becomes events; a column that nobody has confirmed is not sent. */
export default function FilesPage(): ReactNode {
  // People of the office have no department: their tables are the hub's registers.
  const { department = 'hub' } = useUser();
  const job = usePlace().query.get('job') ?? undefined;
  const remote = useRemote(`files ${department}`, (signal) => files.list(department, signal), true);
  return (
    <div data-testid="page-files">
      <PageHead title="文件导入" note="表格用本部门自己的列名即可；识别不准的列须由您确认" />
      <DropFile department={department} onJob={open} />
      {job === undefined ? null : <JobPanel key={job} id={job} onChanged={remote.reload} />}
      <Loaded remote={remote} lines={4}>
        {({ rows }) => (
          <Panel title="本部门的文件">
            <Records rows={rows} columns={COLUMNS} rowKey={({ id }) => id} card={card} empty="还没有导入过文件" testId="jobs" />
          </Panel>
        )}
      </Loaded>
    </div>
  );
}
