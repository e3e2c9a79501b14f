import type { ReactNode } from 'react';
import { useNow } from './hooks';
import { ago, moment } from './relative-time';

/** A page's head: title, one line of explanation, and what can be done on the right. */
export const PageHead = ({
  title,
  note,
  actions,
}: {
  readonly title: ReactNode;
  readonly note?: ReactNode;
  readonly actions?: ReactNode;
}): ReactNode => (
  <header className="ui-head">
    <div>
      <h1>{title}</h1>
      {note === undefined ? null : <div className="ui-head-note">{note}</div>}
    </div>
    {actions === undefined ? null : <div className="ui-head-actions">{actions}</div>}
  </header>
);

interface PanelProps {
  readonly title?: ReactNode;
  readonly extra?: ReactNode;
  readonly children: ReactNode;
  readonly testId?: string;
  readonly className?: string;
}
/** A white sheet with a heading. */
export const Panel = ({ title, extra, children, testId, className }: PanelProps): ReactNode => (
  <section className={`ui-panel ${className ?? ''}`} data-testid={testId}>
    {title === undefined ? null : (
      <div className="ui-panel-head">
        <h2>{title}</h2>
        {extra === undefined ? null : <div className="ui-panel-extra">{extra}</div>}
      </div>
    )}
    {children}
  </section>
);

interface FigureProps {
  readonly label: string;
  readonly value: ReactNode;
  readonly note?: ReactNode;
  readonly tone?: 'plain' | 'bad';
  readonly testId?: string;
}
/** One figure of a board: what it is, how many, and what to compare it with. */
export const Figure = ({ label, value, note, tone = 'plain', testId }: FigureProps): ReactNode => (
  <div className={`ui-figure ui-figure-${tone}`} data-testid={testId}>
    <div className="ui-figure-label">{label}</div>
    <div className="ui-figure-value">{value}</div>
    <div className="ui-figure-note">{note}</div>
  </div>
);

/** A moment told relatively, the absolute one on hover. */
export function When({ at, fallback = '—' }: { readonly at: string | undefined; readonly fallback?: string }): ReactNode {
  const now = useNow();
  if (at === undefined) return <span>{fallback}</span>;
  return (
    <time dateTime={at} title={moment(at)}>
      {ago(at, now)}
    </time>
  );
}

/** Name–value pairs that flow into as many columns as there is room for. */
export const Facts = ({ items }: { readonly items: readonly (readonly [label: string, value: ReactNode])[] }): ReactNode => (
  <dl className="ui-facts">
    {items.map(([label, value]) => (
      <div key={label}>
        <dt>{label}</dt>
        <dd>{value}</dd>
      </div>
    ))}
  </dl>
);
