import { Nothing } from '@lianhu/ui';
import { App } from 'antd';
import { useState, type ReactNode } from 'react';
import { api } from '../api/client';
import { explainLine } from '../api/problem';
import type { Alert } from '../api/types';
import { AlertCard } from './alert-card';
import { CloseDialog } from './close-dialog';
import { byUrgency } from './due';

/** By urgency; the alert somebody came for stands first. */
const ordered = (alerts: readonly Alert[], marked: string | null): readonly Alert[] =>
  [...alerts].sort((a, b) => Number(b.alert === marked) - Number(a.alert === marked) || byUrgency(a, b));

interface Props {
  readonly alerts: readonly Alert[];
  readonly marked: string | null;
  readonly empty: string;
  readonly reload: () => void;
}

/** Alerts as cards, with what can be done about them. */
export function AlertDesk({ alerts, marked, empty, reload }: Props): ReactNode {
  const { message } = App.useApp();
  const [busy, setBusy] = useState<string>();
  const [closing, setClosing] = useState<Alert>();
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
      <div className="alert-list" data-testid="alert-list">
        {alerts.length === 0 ? <Nothing text={empty} /> : null}
        {ordered(alerts, marked).map((alert) => (
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
