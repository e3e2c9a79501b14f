import { count, Facts, moment, Nothing, useNarrow } from '@lianhu/ui';
import { Button, Drawer } from 'antd';
import { useState, type ReactNode } from 'react';
import { reports, type CellEvent } from '../api/audit-client';
import { useUser } from '../session/session';
import { Loaded, useView } from '../shell/loaded';
import { opensFigures } from '../shell/menu';
import { Link } from '../shell/router';
import { departmentTitle } from '../words/titles';
import type { Shown } from './indicator-table';
import { cellText, changeText, comparedText, isShare, unitTitle } from './report-rows';

const EventLine = ({ event }: { readonly event: CellEvent }): ReactNode => (
  <li>
    <time dateTime={event.time}>{moment(event.time)}</time>
    <span>{event.departmentName ?? departmentTitle(event.department)}</span>
    <b>{event.title ?? event.type}</b>
    {event.minorRef === undefined ? null : <Link href={`/minors/${encodeURIComponent(event.minorRef)}`}>{event.name ?? '一人一档'}</Link>}
  </li>
);

function Events({ quarter, cell, version }: { readonly quarter: string; readonly cell: string; readonly version?: number | undefined }): ReactNode {
  const remote = useView(`events ${quarter} ${version ?? ''} ${cell}`, (signal) => reports.events(quarter, cell, signal, version));
  return (
    <Loaded remote={remote}>
      {(events) =>
        events.length === 0 ? (
          <Nothing text="没有您可查看的事件" />
        ) : (
          <ul className="evidence" data-testid="cell-events">
            {events.map((event) => (
              <EventLine key={event.handle} event={event} />
            ))}
          </ul>
        )
      }
    </Loaded>
  );
}

interface Props {
  readonly quarter: string;
  /** Of a report that was restated. */
  readonly version?: number | undefined;
  readonly shown: Shown;
  readonly place: string;
  readonly onClose: () => void;
}
/** What one figure is made of: its definition, its parts, and its events by right. */
export function CellDrawer({ quarter, version, shown: { row, cell }, place, onClose }: Props): ReactNode {
  const narrow = useNarrow();
  const [opened, setOpened] = useState(false);
  const { role } = useUser();
  const { indicator, measure } = row;
  const { unit } = measure;
  const change = (words: string): string => (words === '' ? '' : `（${words}）`);
  return (
    <Drawer open onClose={onClose} placement={narrow ? 'bottom' : 'right'} size={narrow ? '85%' : 520} title={`${indicator.code} ${indicator.title}`}>
      <div className="drawer-figure" data-testid="cell-drawer">
        {cellText(cell, unit)}
        <small>{isShare(unit) ? '' : unitTitle(unit)}</small>
      </div>
      <p className="quiet">{[place, measure.title, row.part].filter((part) => part !== '').join(' · ')}</p>
      <Facts
        items={[
          ...(cell.numerator === undefined || cell.denominator === undefined
            ? []
            : ([['分子 / 分母', `${count(cell.numerator)} / ${count(cell.denominator)}`]] as const)),
          ['上季', `${comparedText(cell.previous, unit)}${change(changeText(cell, cell.previous, unit))}`],
          ['去年同期', `${comparedText(cell.yearAgo, unit)}${change(changeText(cell, cell.yearAgo, unit))}`],
          ...(cell.late === undefined || cell.late === 0 ? [] : ([['截止后补报', count(cell.late)]] as const)),
          ['来源事件', cell.events?.count === undefined ? '—' : `${count(cell.events.count)} 件`],
        ]}
      />
      {indicator.definition === undefined ? null : (
        <>
          <h3>口径</h3>
          <p className="definition">{indicator.definition}</p>
        </>
      )}
      {cell.events?.hash === undefined ? null : (
        <>
          <h3>来源事件校验值</h3>
          <code className="hash">{cell.events.hash}</code>
        </>
      )}
      <h3>来源事件</h3>
      {(cell.events?.count ?? 1) === 0 ? (
        <Nothing text="没有来源事件" />
      ) : !opensFigures(role) ? (
        <p className="quiet">您的岗位查看数字，不查看其背后的事件。</p>
      ) : opened ? (
        <Events quarter={quarter} version={version} cell={cell.id} />
      ) : (
        <Button onClick={() => setOpened(true)} data-testid="show-events">
          按权限查看事件
        </Button>
      )}
    </Drawer>
  );
}
