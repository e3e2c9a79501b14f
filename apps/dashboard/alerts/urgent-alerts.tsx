import { Nothing, When } from '@lianhu/ui';
import { useEffect, useRef, useState, type ReactNode } from 'react';
import { api, UNCLOSED } from '../api/client';
import type { Alert } from '../api/types';
import { Loaded, useView } from '../shell/loaded';
import { Link } from '../shell/router';
import { alertStateTitle, needTitle } from '../words/titles';
import { byUrgency, Due, LevelTag } from './due';

/** More do not fit on a board; the rest is on the alert desk. */
const SHOWN = 12;
/** Enough to notice arrivals among them; by deadline. Unit: alerts. */
const FETCHED = 50;

/** Announces new alerts to screen readers. */
function useArrivals(alerts: readonly Alert[]): string {
  const known = useRef<ReadonlySet<string>>(undefined);
  const [words, setWords] = useState('');
  useEffect(() => {
    const fresh = known.current === undefined ? [] : alerts.filter(({ alert }) => known.current?.has(alert) === false);
    known.current = new Set(alerts.map(({ alert }) => alert));
    if (fresh.length > 0) setWords(`新到 ${fresh.length} 条预警`);
  }, [alerts]);
  return words;
}

function UrgentList({ alerts }: { readonly alerts: readonly Alert[] }): ReactNode {
  const words = useArrivals(alerts);
  const shown = [...alerts].sort(byUrgency).slice(0, SHOWN);
  return (
    <>
      <div className="sr-only" aria-live="polite">
        {words}
      </div>
      {shown.length === 0 ? <Nothing text="没有待办预警" /> : null}
      <ul className="urgent-list">
        {shown.map((alert) => (
          <li key={alert.alert} data-testid="urgent-alert">
            <Link href={`/alerts?alert=${encodeURIComponent(alert.alert)}`}>
              <LevelTag level={alert.level} />
              <span className="urgent-text">
                <b>{alert.title ?? `需求：${alert.needTitle ?? needTitle(alert.need)}`}</b>
                <span>
                  {[alert.name, alert.townName, alertStateTitle(alert.state)].filter((word) => word !== undefined).join(' · ')}
                  {alert.raisedAt === undefined ? null : (
                    <>
                      {' · '}
                      <When at={alert.raisedAt} />
                      产生
                    </>
                  )}
                </span>
              </span>
              <Due alert={alert} />
            </Link>
          </li>
        ))}
      </ul>
    </>
  );
}

/** The most urgent open alerts, by deadline; renewed as they come. */
export function UrgentAlerts(): ReactNode {
  const remote = useView('urgent', (signal) => api.alerts({ state: UNCLOSED, size: FETCHED }, signal), ['alerts']);
  return <Loaded remote={remote}>{({ rows }) => <UrgentList alerts={rows.filter(({ state }) => state !== 'closed')} />}</Loaded>;
}
