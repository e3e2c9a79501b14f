import { Icon, moment, shortDate, When } from '@lianhu/ui';
import { Button } from 'antd';
import { useState, type ReactNode } from 'react';
import type { Alert, Evidence } from '../api/types';
import { useUser } from '../session/session';
import { enterAbout } from '../forms/about-child';
import { entersAbout, handlesAlerts } from '../shell/menu';
import { Link } from '../shell/router';
import { alertStateTitle, departmentTitle, levelTone, needTitle, verdictTitle } from '../words/titles';
import { Due, LevelTag } from './due';

/** A younger alert is marked 新. Unit: milliseconds. */
const NEW_FOR = 15 * 60_000;

const EvidenceList = ({ evidence }: { readonly evidence: readonly Evidence[] }): ReactNode => (
  <ul className="evidence" data-testid="evidence">
    {evidence.map((item) => (
      <li key={item.handle}>
        <time dateTime={item.time}>{moment(item.time)}</time>
        <span>{item.departmentName ?? departmentTitle(item.department)}</span>
        <b>{item.title ?? item.type}</b>
      </li>
    ))}
  </ul>
);

function Progress({ alert }: { readonly alert: Alert }): ReactNode {
  return (
    <div className="alert-progress">
      <span className={`state state-${alert.state}`}>{alertStateTitle(alert.state)}</span>
      {alert.raisedAt === undefined ? null : (
        <span>
          产生 <When at={alert.raisedAt} />
        </span>
      )}
      {alert.acknowledgedAt === undefined ? null : (
        <span>
          签收 <When at={alert.acknowledgedAt} />
        </span>
      )}
      {alert.closedAt === undefined ? <span>时限 {moment(alert.dueAt)}</span> : <span>办结 {moment(alert.closedAt)}</span>}
      {alert.verdict === undefined ? null : <span>结论 {verdictTitle(alert.verdict)}</span>}
      {alert.seenOn === undefined ? null : <span>{shortDate(alert.seenOn)} 见到孩子</span>}
    </div>
  );
}

interface Props {
  readonly alert: Alert;
  readonly busy: boolean;
  readonly marked: boolean;
  readonly onAcknowledge: () => void;
  readonly onClose: () => void;
}

function Actions({ alert, busy, onAcknowledge, onClose }: Props): ReactNode {
  const { role } = useUser();
  if (alert.state === 'closed') return null;
  if (!handlesAlerts(role)) return entersAbout(role) ? <Feedback alert={alert} /> : null;
  return (
    <div className="alert-actions no-print">
      {alert.state === 'open' ? (
        <Button type="primary" loading={busy} onClick={onAcknowledge} data-testid="acknowledge">
          签收
        </Button>
      ) : null}
      <Button disabled={busy} onClick={onClose} data-testid="close-alert">
        办结
      </Button>
    </div>
  );
}

/** Whoever has to see the child says here that it was done. */
function Feedback({ alert: { minorRef, name } }: { readonly alert: Alert }): ReactNode {
  if (minorRef === undefined) return null;
  return (
    <div className="alert-actions no-print">
      <Button type="primary" onClick={() => enterAbout(minorRef, name ?? `编号 …${minorRef.slice(-6)}`)} data-testid="enter-about">
        填报反馈
      </Button>
    </div>
  );
}

/** The child that an alert is about: where the reader may know, a link to its file. */
const Child = ({ alert }: { readonly alert: Alert }): ReactNode => {
  const name = alert.name ?? (alert.minorRef === undefined ? undefined : `编号 …${alert.minorRef.slice(-6)}`);
  return (
    <span className="alert-child">
      {name === undefined ? null : alert.minorRef === undefined ? name : <Link href={`/minors/${encodeURIComponent(alert.minorRef)}`}>{name}</Link>}
      {alert.townName === undefined ? null : <span className="quiet">{alert.townName}</span>}
    </span>
  );
};

/** One alert: who, what to do, by when, because of what, and the two buttons that change it. */
export function AlertCard(props: Props): ReactNode {
  const { alert, marked } = props;
  const [open, setOpen] = useState(marked);
  const evidence = alert.evidence ?? [];
  const isNew = alert.state === 'open' && alert.raisedAt !== undefined && Date.now() - Date.parse(alert.raisedAt) < NEW_FOR;
  return (
    <article
      className={`alert-card alert-${alert.state === 'closed' ? 'plain' : levelTone(alert.level)} ${marked ? 'alert-marked' : ''}`}
      data-testid="alert"
      data-alert={alert.alert}
      data-state={alert.state}
    >
      <div className="alert-main">
        <div className="alert-head">
          <LevelTag level={alert.level} />
          <Child alert={alert} />
          {isNew ? <span className="tag tag-new">新</span> : null}
          {(alert.withdrawn ?? []).length === 0 ? null : (
            <span className="tag tag-gone" data-testid="evidence-withdrawn">
              {alert.unfounded === true ? '依据已撤回，请重新评估' : '部分依据已更正或撤回'}
            </span>
          )}
          {alert.again === true ? <span className="tag tag-warn">再次触发</span> : null}
        </div>
        <h3>{alert.title ?? `需求：${alert.needTitle ?? needTitle(alert.need)}`}</h3>
        {alert.text === undefined ? null : <p className="alert-text">{alert.text}</p>}
        <Progress alert={alert} />
        {evidence.length === 0 ? null : (
          <button type="button" className="link-button no-print" aria-expanded={open} onClick={() => setOpen(!open)} data-testid="show-evidence">
            <Icon name="info" size={15} /> {open ? '收起依据' : `依据 ${evidence.length} 件`}
            {alert.rule === undefined ? '' : `（规则 ${alert.rule}）`}
          </button>
        )}
        {open ? <EvidenceList evidence={evidence} /> : null}
      </div>
      <div className="alert-side">
        <Due alert={alert} />
        <Actions {...props} />
      </div>
    </article>
  );
}
