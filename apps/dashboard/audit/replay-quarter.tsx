import { Nothing, Panel, quarterName } from '@lianhu/ui';
import { Alert, Button, Select, Spin } from 'antd';
import { useState, type ReactNode } from 'react';
import { audit, reports } from '../api/audit-client';
import { explainLine } from '../api/problem';
import { replays, type ReplayableQuarter } from '../api/replay-client';
import type { Replay } from '../api/report-types';
import { cellText } from '../quarter/report-rows';
import { useSession } from '../session/session';
import { Loaded, useView } from '../shell/loaded';
import { compareCells, redefinedSince, type Difference } from './compare-cells';
import { manifestTitle } from './replay-words';
import { newestOf, VersionField } from './version-field';

/** Unit: milliseconds between two looks at a running job. */
const JOB_POLL = 1_000;
/** A replay of a county's quarter takes seconds; beyond this something is wrong. Unit: looks. */
const MAX_LOOKS = 300;

const RUNNING = ['queued', 'running', 'pending'];

interface Outcome {
  readonly quarter: string;
  readonly version: number;
  readonly replay: Replay;
  /** By the hash in the closing or restatement; where that names none, cell by cell with figures that were counted again as well. */
  readonly equal?: boolean;
  readonly differences: readonly Difference[];
  /** Indicators that were counted otherwise when the quarter was closed. */
  readonly redefined: readonly string[];
}

/** Waits for a job's end; an answer given at once passes through. */
async function finished(replay: Replay): Promise<Replay> {
  let seen = replay;
  for (
    let look = 0;
    seen.job !== undefined && seen.cells === undefined && (seen.state === undefined || RUNNING.includes(seen.state)) && look < MAX_LOOKS;
    look += 1
  ) {
    await new Promise((resolve) => setTimeout(resolve, JOB_POLL));
    seen = await audit.job(replay.job ?? '');
  }
  if (seen.error !== undefined) throw new Error(seen.error);
  return seen;
}

async function replayQuarter(quarter: string, version: number, purpose: string | undefined): Promise<Outcome> {
  const closed = await reports.frozen(quarter, version);
  const replay = await finished(await audit.replay({ report: quarter, version, purpose }));
  const differences = replay.cells === undefined ? [] : compareCells(closed.cells, replay.cells);
  const redefined = redefinedSince(closed.indicators, replay.manifest?.['definitions']);
  return {
    quarter,
    version,
    replay,
    differences,
    redefined,
    equal: replay.equal ?? (replay.cells === undefined ? undefined : differences.length === 0),
  };
}

const Manifest = ({ manifest }: { readonly manifest: NonNullable<Replay['manifest']> }): ReactNode => (
  <dl className="manifest" data-testid="manifest">
    {Object.entries(manifest).map(([name, value]) => (
      <div key={name}>
        <dt>{manifestTitle(name)}</dt>
        <dd>
          <code>{typeof value === 'object' ? JSON.stringify(value) : String(value)}</code>
        </dd>
      </div>
    ))}
  </dl>
);

function Result({ outcome }: { readonly outcome: Outcome }): ReactNode {
  const { version, replay, equal, differences, redefined } = outcome;
  const [then, report] = version > 1 ? ['重报时', `重报的第 ${version} 版`] : ['关账时', '已办结的季报'];
  return (
    <div data-testid="replay-result" data-equal={String(equal)}>
      {equal === undefined ? (
        <Alert type="warning" showIcon title="复算已完成，但没有返回可比较的数字" />
      ) : (
        <Alert
          type={equal ? 'success' : 'error'}
          showIcon
          title={equal ? `复算一致：${replay.cells === undefined ? '全部' : `${replay.cells.length} 个`}数字与${report}相同` : '复算不一致'}
        />
      )}
      {replay.equal === undefined ? <p className="quiet">{then}未留存季报摘要，以上只是两次重新计算的比较，请与当时报送的季报核对</p> : null}
      {redefined.length === 0 ? null : (
        <p className="quiet">
          此后统计口径已改版：{redefined.join('、')}；请用{then}的程序复算
        </p>
      )}
      {differences.length === 0 ? null : (
        <ul className="differences">
          {differences.slice(0, 50).map(({ id, indicator, closed, replayed }) => (
            <li key={id}>
              {indicator} <code>{id}</code>：季报 {cellText(closed)}，复算 {cellText(replayed)}
            </li>
          ))}
        </ul>
      )}
      {replay.manifest === undefined ? null : <Manifest manifest={replay.manifest} />}
    </div>
  );
}

function Runner({ quarters }: { readonly quarters: readonly ReplayableQuarter[] }): ReactNode {
  const { session } = useSession();
  const [quarter, setQuarter] = useState(quarters[0]?.quarter);
  const [chosen, setChosen] = useState<number>();
  const [busy, setBusy] = useState(false);
  const [outcome, setOutcome] = useState<Outcome>();
  const [error, setError] = useState<string>();
  if (quarter === undefined) return <Nothing text="还没有办结的季度" />;
  const versions = quarters.find((one) => one.quarter === quarter)?.versions ?? [];
  const version = chosen ?? newestOf(versions)?.version ?? 1;
  const choose = (next: string, of?: number): void => (setQuarter(next), setChosen(of), setOutcome(undefined), setError(undefined));
  const run = (): void => {
    setBusy(true);
    setOutcome(undefined);
    setError(undefined);
    replayQuarter(quarter, version, session.purpose)
      .then(setOutcome, (problem: unknown) => setError(explainLine(problem)))
      .finally(() => setBusy(false));
  };
  return (
    <>
      <div className="filters">
        <Select
          className="quarter-picker"
          aria-label="季度"
          value={quarter}
          onChange={(next: string) => choose(next)}
          options={quarters.map((one) => ({ value: one.quarter, label: quarterName(one.quarter) }))}
          data-testid="replay-quarter"
        />
        {versions.length > 1 ? (
          <VersionField label="版本" versions={versions} value={version} onChange={(of) => choose(quarter, of)} testId="replay-version" />
        ) : null}
        <Button type="primary" loading={busy} onClick={run} data-testid="replay-run">
          从日志复算
        </Button>
      </div>
      {busy ? <Spin description="正在从第一条事件开始复算…">{<div className="replay-wait" />}</Spin> : null}
      {error === undefined ? null : <Alert type="error" showIcon title={error} />}
      {outcome?.quarter === quarter && outcome.version === version ? <Result outcome={outcome} /> : null}
    </>
  );
}

/** Recomputes a version of a closed quarter from the log and compares it with what was handed in. */
export function ReplayQuarter(): ReactNode {
  const remote = useView('quarters to replay', (signal) => replays.list(signal));
  return (
    <Panel title="复算季报" extra="不读取季报本身，只从事件重新计算，再逐格比较" testId="replay">
      <Loaded remote={remote}>{({ quarters }) => <Runner quarters={quarters} />}</Loaded>
    </Panel>
  );
}
