import { ChartSlot, count, PageHead, Panel, Records, When } from '@lianhu/ui';
import type { TableColumnsType } from 'antd';
import { useMemo, type ReactNode } from 'react';
import { api } from '../api/client';
import type { Town } from '../api/types';
import { useUser } from '../session/session';
import { columnOption } from '../shell/bar-option';
import { AsOfNote, Loaded, useView } from '../shell/loaded';
import { hasPage } from '../shell/menu';
import { Link } from '../shell/router';

const nameOf = (town: Town): string => town.name ?? town.town;
const open = (town: Town, level: number): number => town.alerts?.open?.[String(level)] ?? 0;

function Overdue({ town }: { readonly town: Town }): ReactNode {
  const overdue = town.alerts?.overdue ?? 0;
  return overdue > 0 ? <b className="bad">{overdue} 条逾期</b> : <span className="quiet">无逾期</span>;
}

function TownName({ town }: { readonly town: Town }): ReactNode {
  const { role } = useUser();
  return hasPage(role, 'minors') ? <Link href={`/minors?town=${town.town}`}>{nameOf(town)}</Link> : <>{nameOf(town)}</>;
}

const number = (value: number | undefined): ReactNode => (value === 0 ? <span className="quiet">0</span> : count(value));
const ALERT_COLUMNS = new Set(['red', 'orange', 'yellow', 'overdue', 'oldest']);
const LEVEL_COLUMNS = new Set(['red', 'orange', 'yellow', 'oldest']);
const COLUMNS: TableColumnsType<Town> = [
  { title: '乡镇', key: 'name', fixed: 'left', render: (_, town) => <TownName town={town} /> },
  {
    title: '在册未成年人',
    key: 'minors',
    align: 'right',
    sorter: (a, b) => (a.minors ?? 0) - (b.minors ?? 0),
    render: (_, town) => number(town.minors),
  },
  { title: '重点对象', key: 'listed', align: 'right', sorter: (a, b) => (a.listed ?? 0) - (b.listed ?? 0), render: (_, town) => number(town.listed) },
  { title: '本月新增', key: 'new', align: 'right', render: (_, town) => number(town.newThisMonth) },
  { title: '上月新增', key: 'last', align: 'right', render: (_, town) => number(town.newLastMonth) },
  { title: '红色预警', key: 'red', align: 'right', sorter: (a, b) => open(a, 4) - open(b, 4), render: (_, town) => number(open(town, 4)) },
  { title: '橙色', key: 'orange', align: 'right', render: (_, town) => number(open(town, 3)) },
  { title: '黄色', key: 'yellow', align: 'right', render: (_, town) => number(open(town, 2)) },
  {
    title: '逾期',
    key: 'overdue',
    align: 'right',
    sorter: (a, b) => (a.alerts?.overdue ?? 0) - (b.alerts?.overdue ?? 0),
    render: (_, town) => <Overdue town={town} />,
  },
  {
    title: '最久未签收',
    key: 'oldest',
    align: 'right',
    render: (_, town) => <When at={town.alerts?.oldestUnacknowledged?.raisedAt} fallback="无" />,
  },
];

/** The columns that this reader gets figures for. */
function columnsFor(towns: readonly Town[]): TableColumnsType<Town> {
  const has = (read: (town: Town) => unknown): boolean => towns.some((town) => read(town) !== undefined);
  const shown: Readonly<Record<string, boolean>> = {
    minors: has((town) => town.minors),
    listed: has((town) => town.listed),
    new: has((town) => town.newThisMonth),
    last: has((town) => town.newLastMonth),
  };
  return COLUMNS.filter(({ key }) => {
    const name = String(key);
    if (LEVEL_COLUMNS.has(name)) return has((town) => town.alerts?.open);
    return ALERT_COLUMNS.has(name) ? has((town) => town.alerts) : (shown[name] ?? true);
  });
}

const card = (town: Town): ReactNode => (
  <div className="card">
    <div className="card-head">
      <b>
        <TownName town={town} />
      </b>
      {town.alerts === undefined ? null : <Overdue town={town} />}
    </div>
    <div className="card-figures">
      <span>
        在册 <b>{count(town.minors)}</b>
      </span>
      <span>
        重点 <b>{count(town.listed)}</b>
      </span>
      <span>
        本月新增 <b>{count(town.newThisMonth)}</b>
      </span>
    </div>
    <div className="level-counts" hidden={town.alerts?.open === undefined}>
      <span className="level level-red">红 {open(town, 4)}</span>
      <span className="level level-orange">橙 {open(town, 3)}</span>
      <span className="level level-yellow">黄 {open(town, 2)}</span>
      <span className="quiet">
        最久未签收 <When at={town.alerts?.oldestUnacknowledged?.raisedAt} fallback="无" />
      </span>
    </div>
  </div>
);

function TownChart({ towns }: { readonly towns: readonly Town[] }): ReactNode {
  const option = useMemo(
    () =>
      columnOption(towns.map(nameOf), [
        { name: '红色', color: '#c0392b', stack: 'open', values: towns.map((town) => open(town, 4)) },
        { name: '橙色', color: '#e08a3c', stack: 'open', values: towns.map((town) => open(town, 3)) },
        { name: '黄色', color: '#e6c34a', stack: 'open', values: towns.map((town) => open(town, 2)) },
      ]),
    [towns],
  );
  return (
    <ChartSlot
      option={option}
      label={`各乡镇未办结预警：${towns.map((town) => `${nameOf(town)} 红 ${open(town, 4)} 橙 ${open(town, 3)} 黄 ${open(town, 2)}`).join('，')}`}
      height={250}
    />
  );
}

/** 乡镇: children, listed children and open alerts, town by town. */
export default function TownsPage(): ReactNode {
  const remote = useView('towns', (signal) => api.towns(signal), ['towns']);
  return (
    <div data-testid="page-towns">
      <PageHead title="乡镇" note={<AsOfNote asOf={remote.data?.asOf} />} />
      <Loaded remote={remote} lines={8}>
        {({ rows }) => (
          <>
            {rows.some((town) => town.alerts?.open !== undefined) ? (
              <Panel title="未办结预警">
                <TownChart towns={rows} />
              </Panel>
            ) : null}
            <Panel title="分乡镇情况">
              <Records
                rows={rows}
                columns={columnsFor(rows)}
                rowKey={(town) => town.town}
                card={card}
                empty="没有可查看的乡镇"
                testId="towns-table"
              />
            </Panel>
          </>
        )}
      </Loaded>
    </div>
  );
}
