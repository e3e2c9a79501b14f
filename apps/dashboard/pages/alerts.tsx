import { Nothing, PageHead, useNow } from '@lianhu/ui';
import { App, Select } from 'antd';
import { useMemo, useState, type ReactNode } from 'react';
import { AlertCard } from '../alerts/alert-card';
import { CloseDialog } from '../alerts/close-dialog';
import { byUrgency, isOverdue } from '../alerts/due';
import { api } from '../api/client';
import { explainLine } from '../api/problem';
import type { Alert } from '../api/types';
import { AsOfNote, Loaded, useView } from '../shell/loaded';
import { setQuery, usePlace } from '../shell/router';
import { useTowns } from '../shell/use-towns';
import { LEVELS, levelTitle } from '../words/titles';

/** More than a desk can work through in a day; older ones come up as these are closed. Unit: alerts. */
const FETCHED = 500;

const TABS = [
  { key: 'todo', title: '待办' },
  { key: 'overdue', title: '已逾期' },
  { key: 'open', title: '未签收' },
  { key: 'closed', title: '已办结' },
] as const;
type Tab = (typeof TABS)[number]['key'];
const tabOf = (text: string | null): Tab => TABS.find(({ key }) => key === text)?.key ?? 'todo';

const EMPTY: Readonly<Record<Tab, string>> = { todo: '没有待办预警', overdue: '没有逾期预警', open: '预警均已签收', closed: '没有已办结的预警' };

function belongs(tab: Tab, alert: Alert, now: number): boolean {
  if (tab === 'closed') return alert.state === 'closed';
  if (tab === 'overdue') return isOverdue(alert, now);
  return tab === 'open' ? alert.state === 'open' : alert.state !== 'closed';
}

/** The alert somebody came for stands first. */
const ordered = (alerts: readonly Alert[], marked: string | null): readonly Alert[] =>
  [...alerts].sort((a, b) => Number(b.alert === marked) - Number(a.alert === marked) || byUrgency(a, b));

function Desk({ alerts, reload }: { readonly alerts: readonly Alert[]; readonly reload: () => void }): ReactNode {
  const { query } = usePlace();
  const { message } = App.useApp();
  const now = useNow();
  const [busy, setBusy] = useState<string>();
  const [closing, setClosing] = useState<Alert>();
  const tab = tabOf(query.get('tab'));
  const marked = query.get('alert');
  const counts = useMemo(() => new Map(TABS.map(({ key }) => [key, alerts.filter((alert) => belongs(key, alert, now)).length])), [alerts, now]);
  const shown = ordered(
    alerts.filter((alert) => belongs(tab, alert, now)),
    marked,
  );
  const acknowledge = (alert: Alert): void => {
    setBusy(alert.alert);
    api
      .acknowledgeAlert(alert.alert, alert.version)
      .then(
        () => void message.success('已签收'),
        (problem: unknown) => void message.error(explainLine(problem)),
      )
      .finally(() => {
        setBusy(undefined);
        reload();
      });
  };
  const closed = (): void => {
    setClosing(undefined);
    void message.success('已办结');
    reload();
  };
  return (
    <>
      <div className="tab-row no-print" role="tablist" aria-label="预警状态">
        {TABS.map(({ key, title }) => (
          <button
            key={key}
            type="button"
            role="tab"
            aria-selected={tab === key}
            className="tab"
            onClick={() => setQuery({ tab: key === 'todo' ? undefined : key, alert: undefined })}
            data-testid={`tab-${key}`}
          >
            {title} <span className={key === 'overdue' && (counts.get(key) ?? 0) > 0 ? 'tab-count bad' : 'tab-count'}>{counts.get(key)}</span>
          </button>
        ))}
      </div>
      <div className="alert-list" data-testid="alert-list">
        {shown.length === 0 ? <Nothing text={EMPTY[tab]} /> : null}
        {shown.map((alert) => (
          <AlertCard
            key={alert.alert}
            alert={alert}
            busy={busy === alert.alert}
            marked={alert.alert === marked}
            onAcknowledge={() => acknowledge(alert)}
            onClose={() => setClosing(alert)}
          />
        ))}
      </div>
      {closing === undefined ? null : <CloseDialog alert={closing} onDone={closed} onCancel={() => setClosing(undefined)} />}
    </>
  );
}

/** 预警台: who needs what by when; take it on, close it with a verdict. */
export default function AlertsPage(): ReactNode {
  const { query } = usePlace();
  const towns = useTowns();
  const filters = { level: query.get('level') ?? undefined, town: query.get('town') ?? undefined, size: FETCHED };
  const remote = useView(`alerts ${JSON.stringify(filters)}`, (signal) => api.alerts(filters, signal), ['alerts'], true);
  const selects = (
    <div className="filters head-filters no-print">
      <Select
        aria-label="等级"
        placeholder="全部等级"
        allowClear
        value={query.get('level') ?? undefined}
        onChange={(level: string | undefined) => setQuery({ level })}
        options={LEVELS.map((level) => ({ value: String(level), label: `${levelTitle(level)}预警` }))}
      />
      {towns.length < 2 ? null : (
        <Select
          aria-label="乡镇"
          placeholder="全部乡镇"
          allowClear
          value={query.get('town') ?? undefined}
          onChange={(town: string | undefined) => setQuery({ town })}
          options={[...towns]}
        />
      )}
    </div>
  );
  return (
    <div data-testid="page-alerts">
      <PageHead
        title="预警台"
        note={
          <>
            按时限先后排列 <AsOfNote asOf={remote.data?.asOf} />
          </>
        }
        actions={selects}
      />
      <Loaded remote={remote} lines={8}>
        {({ rows }) => <Desk alerts={rows} reload={remote.reload} />}
      </Loaded>
    </div>
  );
}
