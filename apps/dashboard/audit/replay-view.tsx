import { Nothing, Panel } from '@lianhu/ui';
import { Alert, Button, Progress } from 'antd';
import { useEffect, useState, type ReactNode } from 'react';
import { reports } from '../api/audit-client';
import { explainLine } from '../api/problem';
import { replays, saveText, type Asked, type Manifest, type ReplayJob } from '../api/replay-client';
import { Loaded, useView } from '../shell/loaded';
import { setQuery, usePlace } from '../shell/router';
import { useTowns } from '../shell/use-towns';
import { ReplayForm } from './replay-form';
import { ReplayChanges, ReplayRows } from './replay-rows';
import { askedTitle, failureText, manifestTitle, summaryText } from './replay-words';

/** Between two looks at a running replay. Unit: milliseconds. */
const LOOK_EVERY = 1_000;
/** Rows of a page. */
const SIZE = 20;

const ManifestPanel = ({ manifest }: { readonly manifest: Manifest }): ReactNode => (
  <details className="manifest-fold" data-testid="replay-manifest">
    <summary>复算清单：到哪一条、哪个根、哪一版程序</summary>
    <dl className="manifest">
      {Object.entries(manifest).map(([name, value]) => (
        <div key={name}>
          <dt>{manifestTitle(name)}</dt>
          <dd>
            <code>{typeof value === 'object' ? JSON.stringify(value, null, 1) : String(value)}</code>
          </dd>
        </div>
      ))}
    </dl>
  </details>
);

/** What came out, in one line. */
function Summary({ manifest }: { readonly manifest: Manifest }): ReactNode {
  const title = summaryText(manifest as unknown as Parameters<typeof summaryText>[0]);
  return <Alert type="success" showIcon title={title} data-testid="replay-summary" />;
}

/** Whether a quarter's version is the one that was closed or restated; nothing where the log names no hash of it. */
const Proof = ({ equal }: Pick<ReplayJob, 'equal'>): ReactNode =>
  equal === undefined ? null : (
    <Alert
      type={equal ? 'success' : 'error'}
      showIcon
      title={equal ? '复算一致：季报与日志所载的校验值相同' : '复算不一致：季报与日志所载的校验值不同'}
      data-testid="replay-proof"
      data-equal={String(equal)}
    />
  );

function Finished({ job }: { readonly job: ReplayJob }): ReactNode {
  const [page, setPage] = useState(1);
  const [error, setError] = useState<string>();
  const towns = useTowns();
  const remote = useView(`replay ${job.id} ${page}`, (signal) => replays.page(job.id, page, SIZE, signal), [], true);
  const { asked, manifest = {} } = job;
  const townName = (town: string): string => towns.find(({ value }) => value === town)?.label ?? town;
  const file = `lianhu-replay-${String(manifest['position'])}`;
  const Rows = asked.compareWith === undefined ? ReplayRows : ReplayChanges;
  return (
    <>
      <Summary manifest={manifest} />
      <Proof equal={job.equal} />
      <div className="replay-actions no-print">
        <Button onClick={() => saveText(`${JSON.stringify(manifest, null, 2)}\n`, `${file}.manifest.json`)} data-testid="replay-save-manifest">
          保存清单
        </Button>
        <Button onClick={() => void replays.save(job.id, `${file}.ndjson`).catch((problem: unknown) => setError(explainLine(problem)))}>
          下载全部行
        </Button>
      </div>
      {error === undefined ? null : <Alert type="error" showIcon title={error} />}
      <Loaded remote={remote}>
        {({ rows = [], total = 0 }) => (
          <Rows
            rows={rows}
            view={asked.view}
            uncaused={asked.report === undefined ? '没有新事件：因日期推移' : '没有直接有关的事件'}
            townName={townName}
            busy={remote.loading}
            paging={{ page, size: SIZE, total, onChange: setPage }}
          />
        )}
      </Loaded>
      <ManifestPanel manifest={manifest} />
    </>
  );
}

/** One replay: how far it is, then what came out. */
function Watched({ id }: { readonly id: string }): ReactNode {
  const remote = useView(`replay ${id}`, (signal) => replays.state(id, signal));
  const { data, reload } = remote;
  const going = data?.state === 'queued' || data?.state === 'running';
  useEffect(() => {
    if (!going) return;
    const timer = setTimeout(reload, LOOK_EVERY);
    return () => clearTimeout(timer);
  }, [data, going, reload]);
  return (
    <Panel title={data === undefined ? '复算' : askedTitle(data.asked)} testId="replay-watched">
      <Loaded remote={remote}>
        {(job) => {
          if (job.state === 'failed')
            return <Alert type="error" showIcon title="复算没有完成" description={failureText(job.error)} data-testid="replay-failed" />;
          if (job.state === 'done') return <Finished job={job} />;
          return (
            <div aria-live="polite" data-testid="replay-progress">
              <Progress percent={job.percent} status="active" />
              <p className="quiet">
                {job.state === 'queued' ? '正在排队，前面还有其他复算…' : '正在从第一条事件开始复算，可以离开本页，稍后回来查看。'}
              </p>
            </div>
          );
        }}
      </Loaded>
    </Panel>
  );
}

const STATES = { queued: '排队中', running: '进行中', done: '已完成', failed: '未完成' } as const;
const momentText = (moment: string | number | undefined, { report }: Asked): string =>
  moment === undefined ? (report === undefined ? '现在' : '默认时点') : String(moment);

const Jobs = ({ jobs, open }: { readonly jobs: readonly ReplayJob[]; readonly open: string | null }): ReactNode =>
  jobs.length === 0 ? (
    <Nothing text="还没有复算任务；结果保留一小时，只有本人可见" />
  ) : (
    <ul className="replay-jobs" data-testid="replay-jobs">
      {jobs.map(({ id, asked, state }) => (
        <li key={id}>
          <Button type="link" size="small" disabled={id === open} onClick={() => setQuery({ replay: id })}>
            {askedTitle(asked)}
          </Button>
          <span className="quiet">
            {momentText(asked.asOf, asked)}
            {asked.compareWith === undefined ? '' : ` 与 ${momentText(asked.compareWith, asked)} 比较`} · {id === open ? '正在查看' : STATES[state]}
          </span>
        </li>
      ))}
    </ul>
  );

/** 复算视图: what people saw at a moment, counted again from the log, and what differs between two moments. */
export function ReplayView(): ReactNode {
  const { query } = usePlace();
  const open = query.get('replay');
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string>();
  const remote = useView(`replays ${open ?? ''}`, (signal) => replays.list(signal), [], true);
  const quarters = useView('quarters to compare', (signal) => reports.quarters(signal));
  const start = (asked: Asked): void => {
    setBusy(true);
    setError(undefined);
    replays
      .start(asked)
      .then(({ id }) => setQuery({ replay: id }))
      .catch((problem: unknown) => setError(explainLine(problem)))
      .finally(() => setBusy(false));
  };
  return (
    <>
      <Panel title="复算任一视图到任一时点" extra="只读日志，从第一条事件重新归并" testId="replay-view">
        <Loaded remote={remote}>
          {({ views, quarters: closed, jobs }) => (
            <>
              <ReplayForm views={views} quarters={(quarters.data ?? []).map(({ quarter }) => quarter)} closed={closed} busy={busy} onStart={start} />
              {error === undefined ? null : <Alert type="error" showIcon title={error} />}
              <Jobs jobs={jobs} open={open} />
            </>
          )}
        </Loaded>
      </Panel>
      {open === null ? null : <Watched key={open} id={open} />}
    </>
  );
}
