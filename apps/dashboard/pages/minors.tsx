import { count, PageHead, Panel, Records } from '@lianhu/ui';
import { Button, Select } from 'antd';
import type { ReactNode } from 'react';
import { api } from '../api/client';
import type { Minor } from '../api/types';
import { NO_CHILD } from '../forms/entry';
import { FindChild } from '../forms/find-child';
import { columnsFor, hrefOf, minorCard, seenIn } from '../minor/minor-rows';
import { useUser } from '../session/session';
import { AsOfNote, Loaded, Renewal, useView } from '../shell/loaded';
import { findsChildren } from '../shell/menu';
import { navigate, setQuery, usePlace } from '../shell/router';
import { useTowns } from '../shell/use-towns';
import { CATEGORIES, categoryTitle, LEVELS, levelTitle } from '../words/titles';

/** Unit: rows. */
const PAGE_SIZE = 20;

function Filters({ query, rows }: { readonly query: URLSearchParams; readonly rows: readonly Minor[] }): ReactNode {
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
      {seenIn(rows, 'categories') ? (
        <Select
          aria-label="类别"
          placeholder="全部类别"
          allowClear
          value={query.get('category') ?? undefined}
          onChange={change('category')}
          data-testid="filter-category"
          options={CATEGORIES.map((code) => ({ value: code, label: categoryTitle(code) }))}
        />
      ) : null}
      {seenIn(rows, 'openAlerts') ? (
        <Select
          aria-label="预警等级"
          placeholder="预警等级"
          allowClear
          value={query.get('alertLevel') ?? undefined}
          onChange={change('alertLevel')}
          data-testid="filter-level"
          options={LEVELS.map((level) => ({ value: String(level), label: `${levelTitle(level)}预警` }))}
        />
      ) : null}
    </div>
  );
}

/** 未成年人: every child that the reader may see. Names never stand in an address. Each reading is recorded, so the list is renewed on demand only. */
export default function MinorsPage(): ReactNode {
  const { query } = usePlace();
  const { role } = useUser();
  const page = Math.max(1, Number(query.get('page')) || 1);
  const get = (name: string): string | undefined => query.get(name) ?? undefined;
  const filters = { town: get('town'), category: get('category'), alertLevel: get('alertLevel'), unmatched: get('unmatched'), page, size: PAGE_SIZE };
  const remote = useView(JSON.stringify(filters), (signal) => api.minors(filters, signal), [], true);
  const total = remote.data?.total ?? remote.data?.rows.length ?? 0;
  const filtered = ['town', 'category', 'alertLevel', 'unmatched'].some((name) => query.has(name));
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
      <Panel title={remote.data === undefined ? '名册' : `${query.has('unmatched') ? '未匹配 ' : '共 '}${count(total)} 人`} extra={extra}>
        {findsChildren(role) ? (
          <div className="roster-find no-print">
            <FindChild child={NO_CHILD} none="可见范围内没有找到这个人。" onFound={({ ref }) => navigate(hrefOf({ minorRef: ref }))} />
          </div>
        ) : null}
        <Filters query={query} rows={remote.data?.rows ?? []} />
        <Loaded remote={remote} lines={8}>
          {({ rows }) => (
            <Records
              rows={rows}
              columns={columnsFor(rows)}
              rowKey={(minor) => minor.minorRef}
              card={minorCard}
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
