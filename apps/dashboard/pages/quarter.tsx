import { count, Icon, moment, Nothing, PageHead, Panel, quarterName, shortDate, useNarrow } from '@lianhu/ui';
import { App, Button, Select } from 'antd';
import { useMemo, useState, type ReactNode } from 'react';
import { reports } from '../api/audit-client';
import { explainLine } from '../api/problem';
import type { Quarter, Report } from '../api/report-types';
import { CellDrawer } from '../quarter/cell-drawer';
import { IndicatorCards } from '../quarter/indicator-cards';
import { IndicatorTable, type Shown } from '../quarter/indicator-table';
import { groupReport, townsOf } from '../quarter/report-rows';
import { Restate, Versions } from '../quarter/restate';
import { useSession, useUser } from '../session/session';
import { Loaded, UpdatingNote, useView } from '../shell/loaded';
import { closesQuarters } from '../shell/menu';
import { setQuery, usePlace } from '../shell/router';
import { protectionTitle, quarterStateTitle } from '../words/titles';

/** A date stays a date; midnight is told as the end of the day before, as officials write it. */
function dayOrMoment(at: string): string {
  if (at.length <= 10) return shortDate(at);
  const words = moment(at);
  return words.endsWith('00:00') ? `${shortDate(new Date(Date.parse(at) - 1).toISOString())} 24时` : words;
}

interface ReportShown {
  readonly report: Report;
  readonly quarter: Quarter;
  readonly reload: () => void;
}

/** The state of a quarter, its cut-off and, once closed, what makes it provable. */
function Standing({ report, quarter, reload }: ReportShown): ReactNode {
  const { role } = useUser();
  const state = report.state ?? quarter.state;
  const cutOff = report.cutOff ?? quarter.cutOff;
  const closedOn = report.closedOn ?? quarter.closedOn;
  const then = (report.version ?? 1) > 1 ? '重报时' : '关账时';
  return (
    <div className="standing" data-testid="standing" data-state={state}>
      <span className={`state state-${state}`}>{quarterStateTitle(state)}</span>
      {cutOff === undefined ? null : <span>数据截止 {dayOrMoment(cutOff)}</span>}
      {closedOn === undefined ? null : <span>办结 {dayOrMoment(closedOn)}</span>}
      {report.version === undefined || state !== 'closed' ? null : <span>第 {report.version} 版</span>}
      {report.position === undefined || report.position === 0 ? null : <span>日志序号 {count(report.position)}</span>}
      {report.root === undefined || report.root === '' ? null : (
        <span className="root">
          根 <code>{report.root}</code>
        </span>
      )}
      {report.origin !== 'differs' ? null : (
        <span className="tag tag-warn" data-testid="origin">
          {then}的数字已遗失，现为重新计算，与{then}不一致
        </span>
      )}
      {report.origin !== 'recounted' ? null : <span className="quiet">{then}未留存数字摘要，由日志重新计算</span>}
      {report.changedSince === undefined || report.changedSince === 0 ? null : (
        <span className="tag tag-warn" data-testid="changed-since">
          截止后更正或撤回 {count(report.changedSince)} 件，本表不变
        </span>
      )}
      {report.restatement === undefined ? null : (
        <span className="tag tag-warn" data-testid="restatement" title={`涉及 ${count(report.restatement.cells)} 个数；原表保留，由未保办重报`}>
          需重报：{report.restatement.indicators.join('、')}
        </span>
      )}
      {report.restatement === undefined || !closesQuarters(role) ? null : <Restate report={report} reload={reload} />}
      <Versions report={report} />
      <UpdatingNote updating={report.updating} reload={reload} />
      {state === 'closed' ? null : <span className="quiet">数字为当前结果，办结前可能变化</span>}
    </div>
  );
}

/** What stands on paper only: title, area, quarter, and that it is demonstration data. */
const PrintHead = ({ report }: { readonly report: Report }): ReactNode => (
  <div className="print-only print-head">
    <h1>{report.areaName ?? ''}未成年人保护工作季度报告</h1>
    <p>
      {quarterName(report.quarter)}
      {report.demonstration === true ? '　【演示数据】' : ''}
    </p>
  </div>
);

const PrintNotes = ({ report }: { readonly report: Report }): ReactNode => (
  <section className="print-only print-notes">
    <h2>指标口径</h2>
    <ol>
      {report.indicators.map(({ code, title, definition }) => (
        <li key={code}>
          <b>
            {code} {title}
          </b>
          ：{definition ?? '—'}
        </li>
      ))}
    </ol>
    {report.checkpoint === undefined ? null : (
      <>
        <h2>核验依据</h2>
        <p>
          本季报由日志序号 1–{report.position ?? ''} 的事件算出，日志树根 <code>{report.root}</code>。签名检查点（与另行取得的公钥核对）：
        </p>
        <pre data-testid="print-checkpoint">{report.checkpoint.trim()}</pre>
      </>
    )}
    <p>“‹5”表示数量少于 5 或由其可推算，依规定不显示；“—”表示没有数据。</p>
  </section>
);

function ReportBody({ report, quarter, reload }: ReportShown): ReactNode {
  const narrow = useNarrow();
  const [shown, setShown] = useState<Shown>();
  const groups = useMemo(() => groupReport(report), [report]);
  const towns = useMemo(() => townsOf(report), [report]);
  const town = shown?.cell.breakdown?.['town'];
  const Figures = narrow ? IndicatorCards : IndicatorTable;
  return (
    <div data-testid="report">
      <PrintHead report={report} />
      <Standing report={report} quarter={quarter} reload={reload} />
      {groups.length === 0 ? <Nothing text="这个季度还没有数据" /> : null}
      {groups.map(({ protection, indicators }) => (
        <Panel key={protection} title={protectionTitle(protection)} className="protection" testId={`protection-${protection}`}>
          <Figures groups={indicators} towns={towns} onCell={setShown} />
        </Panel>
      ))}
      <PrintNotes report={report} />
      {shown === undefined ? null : (
        <CellDrawer
          quarter={report.quarter}
          version={report.versions === undefined ? undefined : report.version}
          shown={shown}
          place={town === undefined ? (report.areaName ?? '全县') : (towns.find(({ code }) => code === String(town))?.name ?? String(town))}
          onClose={() => setShown(undefined)}
        />
      )}
    </div>
  );
}

function useActions(quarter: Quarter | undefined, reload: () => void, version?: string): ReactNode {
  const { message, modal } = App.useApp();
  const { session } = useSession();
  const { role } = useUser();
  const [busy, setBusy] = useState(false);
  if (quarter === undefined) return null;
  const name = quarterName(quarter.quarter);
  const failed = (problem: unknown): void => void message.error(explainLine(problem));
  const save = (): void => {
    setBusy(true);
    reports
      .xlsx(quarter.quarter, session.areaName ?? '', session.purpose, version)
      .catch(failed)
      .finally(() => setBusy(false));
  };
  const close = (): void =>
    void modal.confirm({
      title: `办结${name}季报？`,
      content: '办结后数字固定，不能再次办结；此后迟到的事件计入下一季度的补报。',
      okText: '办结',
      cancelText: '取消',
      onOk: () =>
        reports
          .close(quarter.quarter)
          .then(() => void message.success(`${name}季报已办结`), failed)
          .finally(reload),
    });
  return (
    <>
      {closesQuarters(role) && quarter.state === 'due' ? (
        <Button type="primary" onClick={close} data-testid="close-quarter">
          办结季报
        </Button>
      ) : null}
      <Button icon={<Icon name="download" size={16} />} loading={busy} onClick={save} data-testid="xlsx">
        下载 XLSX
      </Button>
      <Button icon={<Icon name="print" size={16} />} onClick={() => window.print()}>
        打印
      </Button>
    </>
  );
}

function QuarterReport({ quarter, version }: { readonly quarter: Quarter; readonly version?: string }): ReactNode {
  const remote = useView(
    `quarter ${quarter.quarter} ${quarter.state} ${version ?? ''}`,
    (signal) => reports.quarter(quarter.quarter, signal, version),
    quarter.state === 'closed' ? [] : ['quarterly', 'reports'],
  );
  return (
    <Loaded remote={remote} lines={10}>
      {(report) => <ReportBody report={report} quarter={quarter} reload={remote.reload} />}
    </Loaded>
  );
}

/** The newest quarter that an office can hand in, else the newest. */
const first = (quarters: readonly Quarter[]): Quarter | undefined => quarters.find(({ state }) => state !== 'running') ?? quarters[0];

/** 季报: a quarter's figures by the six protections, with definition, comparison and events. */
export default function QuarterPage(): ReactNode {
  const { query } = usePlace();
  const list = useView('quarters', (signal) => reports.quarters(signal), ['quarterly', 'reports']);
  const quarters = useMemo(() => [...(list.data ?? [])].sort((a, b) => b.quarter.localeCompare(a.quarter)), [list.data]);
  const chosen = quarters.find(({ quarter }) => quarter === query.get('quarter')) ?? first(quarters);
  const version = query.get('version') ?? undefined;
  const actions = useActions(chosen, list.reload, version);
  const picker = (
    <Select
      className="quarter-picker"
      aria-label="季度"
      value={chosen?.quarter}
      onChange={(quarter: string) => setQuery({ quarter, version: undefined })}
      data-testid="quarter-picker"
      options={quarters.map(({ quarter, state }) => ({ value: quarter, label: `${quarterName(quarter)}（${quarterStateTitle(state)}）` }))}
    />
  );
  return (
    <div data-testid="page-quarter" className="quarter">
      <div className="no-print">
        <PageHead
          title="季报"
          actions={
            chosen === undefined ? undefined : (
              <>
                {picker}
                {actions}
              </>
            )
          }
        />
      </div>
      <Loaded remote={list} lines={8}>
        {() =>
          chosen === undefined ? (
            <Nothing text="还没有季度" />
          ) : (
            <QuarterReport key={chosen.quarter} quarter={chosen} {...(version !== undefined && { version })} />
          )
        }
      </Loaded>
    </div>
  );
}
