import { count, PageHead, Panel, Records, When } from '@lianhu/ui';
import { Button, Select, type TableColumnsType } from 'antd';
import type { ReactNode } from 'react';
import { api } from '../api/client';
import type { Minor } from '../api/types';
import { LevelTag } from '../alerts/due';
import { AsOfNote, Loaded, Renewal, useView } from '../shell/loaded';
import { Link, navigate, setQuery, usePlace } from '../shell/router';
import { useTowns } from '../shell/use-towns';
import { ageText, CATEGORIES, categoryTitle, LEVELS, levelTitle, schoolTitle, sexTitle } from '../words/titles';

/** Unit: rows. */
const PAGE_SIZE = 20;

/** Last characters of a reference, enough to tell rows apart. */
const shortRef = (minorRef: string): string => `编号 …${minorRef.slice(-6)}`;
const hrefOf = ({ minorRef }: Minor): string => `/minors/${encodeURIComponent(minorRef)}`;
const nameOf = (minor: Minor): string => minor.name ?? shortRef(minor.minorRef);
const placeOf = (minor: Minor): string => [minor.townName ?? minor.town, minor.village].filter((part) => part !== undefined).join(' ');

const Categories = ({ minor }: { readonly minor: Minor }): ReactNode =>
  (minor.categories ?? []).length === 0 && minor.school == null ? null : (
    <span className="tags">
      {(minor.categories ?? []).map((code) => (
        <span key={code} className="tag">
          {categoryTitle(code)}
        </span>
      ))}
      {minor.school == null ? null : <span className={`tag ${minor.school === 'returned' ? '' : 'tag-warn'}`}>{schoolTitle(minor.school)}</span>}
    </span>
  );

const Alerts = ({ minor }: { readonly minor: Minor }): ReactNode =>
  (minor.openAlerts ?? 0) === 0 ? (
    <span className="quiet">{minor.openAlerts === 0 ? '无' : '—'}</span>
  ) : (
    <span className="tags">
      <LevelTag level={minor.alertLevel} />
      {(minor.openAlerts ?? 0) > 1 ? <span className="quiet">共 {minor.openAlerts} 条</span> : null}
    </span>
  );

const COLUMNS: TableColumnsType<Minor> = [
  { title: '姓名', key: 'name', fixed: 'left', render: (_, minor) => <Link href={hrefOf(minor)}>{nameOf(minor)}</Link> },
  { title: '性别', key: 'sex', render: (_, minor) => sexTitle(minor.sex) },
  { title: '年龄', key: 'age', render: (_, minor) => ageText(minor.age, minor.ageBand) },
  { title: '居住地', key: 'place', render: (_, minor) => placeOf(minor) },
  { title: '类别与就学', key: 'categories', render: (_, minor) => <Categories minor={minor} /> },
  { title: '委托照护', key: 'agreement', render: (_, minor) => (minor.agreement === true ? '已签协议' : <span className="quiet">—</span>) },
  { title: '未办结预警', key: 'alerts', render: (_, minor) => <Alerts minor={minor} /> },
  { title: '最近动态', key: 'last', render: (_, minor) => <When at={minor.lastEventAt} /> },
];

const card = (minor: Minor): ReactNode => (
  <Link href={hrefOf(minor)} className="card card-link">
    <div className="card-head">
      <b>{nameOf(minor)}</b>
      <LevelTag level={(minor.openAlerts ?? 0) > 0 ? minor.alertLevel : undefined} />
    </div>
    <div className="quiet">
      {sexTitle(minor.sex)} · {ageText(minor.age, minor.ageBand)} · {placeOf(minor)}
    </div>
    <Categories minor={minor} />
    <div className="quiet">
      最近动态 <When at={minor.lastEventAt} />
      {minor.agreement === true ? ' · 已签委托照护协议' : ''}
    </div>
  </Link>
);

function Filters({ query }: { readonly query: URLSearchParams }): ReactNode {
  const towns = useTowns();
  const change = (name: string) => (value: string | undefined) => setQuery({ [name]: value, page: undefined });
  return (
    <div className="filters no-print" role="search">
      {towns.length < 2 ? null : (
        <Select
          aria-label="乡镇"
          placeholder="全部乡镇"
          allowClear
          options={[...towns]}
          value={query.get('town') ?? undefined}
          onChange={change('town')}
          data-testid="filter-town"
        />
      )}
      <Select
        aria-label="类别"
        placeholder="全部类别"
        allowClear
        value={query.get('category') ?? undefined}
        onChange={change('category')}
        data-testid="filter-category"
        options={CATEGORIES.map((code) => ({ value: code, label: categoryTitle(code) }))}
      />
      <Select
        aria-label="预警等级"
        placeholder="预警等级"
        allowClear
        value={query.get('alertLevel') ?? undefined}
        onChange={change('alertLevel')}
        data-testid="filter-level"
        options={LEVELS.map((level) => ({ value: String(level), label: `${levelTitle(level)}预警` }))}
      />
    </div>
  );
}

/** 未成年人: every child that the reader may see. Names never stand in an address. Each reading is recorded, so the list is renewed on demand only. */
export default function MinorsPage(): ReactNode {
  const { query } = usePlace();
  const page = Math.max(1, Number(query.get('page')) || 1);
  const get = (name: string): string | undefined => query.get(name) ?? undefined;
  const filters = { town: get('town'), category: get('category'), alertLevel: get('alertLevel'), page, size: PAGE_SIZE };
  const remote = useView(JSON.stringify(filters), (signal) => api.minors(filters, signal), [], true);
  const total = remote.data?.total ?? remote.data?.rows.length ?? 0;
  const filtered = ['town', 'category', 'alertLevel'].some((name) => query.has(name));
  const extra = (
    <span className="panel-actions">
      <Renewal views={['minors']} remote={remote} />
      {filtered ? (
        <Button type="link" size="small" onClick={() => navigate('/minors', true)}>
          清除筛选
        </Button>
      ) : null}
    </span>
  );
  return (
    <div data-testid="page-minors">
      <PageHead title="未成年人" note={<AsOfNote asOf={remote.data?.asOf} />} />
      <Panel title={remote.data === undefined ? '名册' : `共 ${count(total)} 人`} extra={extra}>
        <Filters query={query} />
        <Loaded remote={remote} lines={8}>
          {({ rows }) => (
            <Records
              rows={rows}
              columns={COLUMNS}
              rowKey={(minor) => minor.minorRef}
              card={card}
              busy={remote.loading}
              testId="minors-table"
              onOpen={(minor) => navigate(hrefOf(minor))}
              empty={filtered ? '没有符合条件的未成年人' : '没有可查看的未成年人'}
              paging={{ page, size: PAGE_SIZE, total, onChange: (to) => setQuery({ page: String(to) }) }}
            />
          )}
        </Loaded>
      </Panel>
    </div>
  );
}
