import { Nothing, Panel, quarterName } from '@lianhu/ui';
import { Alert, Button, Select, Spin } from 'antd';
import { useState, type ReactNode } from 'react';
import { audit, reports } from '../api/audit-client';
import { explainLine } from '../api/problem';
import type { Quarter, Replay } from '../api/report-types';
import { cellText } from '../quarter/report-rows';
import { useSession } from '../session/session';
import { Loaded, useView } from '../shell/loaded';
import { compareCells, redefinedSince, type Difference } from './compare-cells';

/** Unit: milliseconds between two looks at a running job. */
const JOB_POLL = 1_000;
/** A replay of a county's quarter takes seconds; beyond this something is wrong. Unit: looks. */
const MAX_LOOKS = 300;

const MANIFEST_TITLES: Readonly<Record<string, string>> = {
  position: '日志序号',
  root: '默克尔根',
  checkpoint: '检查点',
  codeVersion: '程序版本',
  version: '程序版本',
  policy: '政策包校验值',
  asOf: '时点',
  quarter: '季度',
  reportHash: '复算的季报摘要',
  closedHash: '关账时的季报摘要',
  events: '事件数',
};
const RUNNING = ['queued', 'running', 'pending'];

interface Outcome {
  readonly replay: Replay;
  /** By the hash in the closing; where that names none, cell by cell with figures that were counted again as well. */
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

async function replayQuarter(quarter: string, purpose: string | undefined): Promise<Outcome> {
  const closed = await reports.frozen(quarter);
  const replay = await finished(await audit.replay({ report: quarter, purpose }));
  const differences = replay.cells === undefined ? [] : compareCells(closed.cells, replay.cells);
  const redefined = redefinedSince(closed.indicators, replay.manifest?.['definitions']);
  return { replay, differences, redefined, equal: replay.equal ?? (replay.cells === undefined ? undefined : differences.length === 0) };
}

const Manifest = ({ manifest }: { readonly manifest: NonNullable<Replay['manifest']> }): ReactNode => (
  <dl className="manifest" data-testid="manifest">
    {Object.entries(manifest).map(([name, value]) => (
      <div key={name}>
        <dt>{MANIFEST_TITLES[name] ?? name}</dt>
        <dd>
          <code>{typeof value === 'object' ? JSON.stringify(value) : String(value)}</code>
        </dd>
      </div>
    ))}
  </dl>
);

function Result({ outcome }: { readonly outcome: Outcome }): ReactNode {
  const { replay, equal, differences, redefined } = outcome;
  return (
    <div data-testid="replay-result" data-equal={String(equal)}>
      {equal === undefined ? (
        <Alert type="warning" showIcon title="复算已完成，但没有返回可比较的数字" />
      ) : (
        <Alert
          type={equal ? 'success' : 'error'}
          showIcon
          title={equal ? `复算一致：${replay.cells === undefined ? '全部' : `${replay.cells.length} 个`}数字与已办结的季报相同` : '复算不一致'}
        />
      )}
      {replay.equal === undefined ? <p className="quiet">关账时未留存季报摘要，以上只是两次重新计算的比较，请与当时报送的季报核对</p> : null}
      {redefined.length === 0 ? null : <p className="quiet">关账后统计口径已改版：{redefined.join('、')}；请用关账时的程序复算</p>}
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

function Runner({ quarters }: { readonly quarters: readonly Quarter[] }): ReactNode {
  const { session } = useSession();
  const closed = quarters.filter(({ state }) => state === 'closed').sort((a, b) => b.quarter.localeCompare(a.quarter));
  const [chosen, setChosen] = useState(closed[0]?.quarter);
  const [busy, setBusy] = useState(false);
  const [outcome, setOutcome] = useState<Outcome>();
  const [error, setError] = useState<string>();
  if (chosen === undefined) return <Nothing text="还没有办结的季度" />;
  const run = (): void => {
    setBusy(true);
    setOutcome(undefined);
    setError(undefined);
    replayQuarter(chosen, session.purpose)
      .then(setOutcome, (problem: unknown) => setError(explainLine(problem)))
      .finally(() => setBusy(false));
  };
  return (
    <>
      <div className="filters">
        <Select
          className="quarter-picker"
          aria-label="季度"
          value={chosen}
          onChange={(quarter: string) => (setChosen(quarter), setOutcome(undefined))}
          options={closed.map(({ quarter }) => ({ value: quarter, label: quarterName(quarter) }))}
        />
        <Button type="primary" loading={busy} onClick={run} data-testid="replay-run">
          从日志复算
        </Button>
      </div>
      {busy ? <Spin description="正在从第一条事件开始复算…">{<div className="replay-wait" />}</Spin> : null}
      {error === undefined ? null : <Alert type="error" showIcon title={error} />}
      {outcome === undefined ? null : <Result outcome={outcome} />}
    </>
  );
}

/** Recomputes a closed quarter from the log and compares it with what was handed in. */
export function ReplayQuarter(): ReactNode {
  const remote = useView('quarters to replay', (signal) => reports.quarters(signal));
  return (
    <Panel title="复算季报" extra="不读取季报本身，只从事件重新计算，再逐格比较" testId="replay">
      <Loaded remote={remote}>{(quarters) => <Runner quarters={quarters} />}</Loaded>
    </Panel>
  );
}
