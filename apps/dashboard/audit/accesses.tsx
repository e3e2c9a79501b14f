import { DayField, moment, Panel, Records } from '@lianhu/ui';
import { Button, Form, Input, type TableColumnsType } from 'antd';
import { useState, type ReactNode } from 'react';
import { audit, type AccessFilters } from '../api/audit-client';
import type { Access } from '../api/report-types';
import { Loaded, useView } from '../shell/loaded';
import { purposeTitle, roleTitle } from '../words/titles';

/** More references than this are told as a number. */
const REFERENCES_SHOWN = 2;

/** A search is recorded also when it found nobody. */
const FIND = /minors\.find/;
const ROUTES: readonly (readonly [route: RegExp, title: string])[] = [
  [/minors\.one/, '一人一档'],
  [FIND, '查找未成年人'],
  [/minors\/[^/]+$|minors\/[:{]/, '一人一档'],
  [/minors/, '名册'],
  [/alerts/, '预警台'],
  [/cells?/, '季报来源事件'],
  [/exports?/, '导出'],
  [/log\/(events|live)|lines/, '日志原文'],
  [/replays?/, '复算'],
  [/session\.password/, '修改口令'],
  [/accounts\.manage/, '建立账号'],
  [/accounts\.reset/, '重置口令'],
  [/accounts\.disable/, '停用账号'],
];
/** What was read, in words where the route is known. */
export const whatText = (what: string | undefined): string => (what === undefined ? '—' : (ROUTES.find(([route]) => route.test(what))?.[1] ?? what));

/** The same, with the account that it was done to. */
const whatOf = ({ what, account }: Access): string => (account === undefined ? whatText(what) : `${whatText(what)}：${account}`);

const Minors = ({ row: { minors: refs, what = '' } }: { readonly row: Access }): ReactNode => {
  if (refs.length === 0) return <span className="quiet">{FIND.test(what) ? '未找到' : '—'}</span>;
  return (
    <span className="refs" title={refs.slice(0, 40).join('\n')}>
      {refs.slice(0, REFERENCES_SHOWN).map((ref) => (
        <code key={ref}>{ref}</code>
      ))}
      {refs.length > REFERENCES_SHOWN ? <span className="quiet">等 {refs.length} 人</span> : null}
    </span>
  );
};

const COLUMNS: TableColumnsType<Access> = [
  { title: '时间', key: 'at', render: (_, row) => moment(row.at) },
  { title: '查阅人', key: 'by', render: (_, row) => <b className="row-name">{row.by}</b> },
  { title: '岗位', key: 'role', render: (_, row) => roleTitle(row.role) },
  { title: '目的', key: 'purpose', render: (_, row) => purposeTitle(row.purpose) },
  { title: '内容', key: 'what', render: (_, row) => <span title={row.what}>{whatOf(row)}</span> },
  { title: '涉及未成年人', key: 'children', render: (_, row) => <Minors row={row} /> },
];
const card = (row: Access): ReactNode => (
  <div className="card">
    <div className="card-head">
      <b>{row.by}</b>
      <span className="quiet">{moment(row.at)}</span>
    </div>
    <div>
      {roleTitle(row.role)} · 目的：{purposeTitle(row.purpose)} · {whatOf(row)}
    </div>
    <Minors row={row} />
  </div>
);

function Filters({ onApply }: { readonly onApply: (filters: AccessFilters) => void }): ReactNode {
  const apply = ({ minorRef, by, from, to }: AccessFilters): void => onApply({ minorRef: minorRef?.trim(), by: by?.trim(), from, to });
  return (
    <Form<AccessFilters> layout="vertical" className="inline-form" onFinish={apply}>
      <Form.Item label="未成年人编号" name="minorRef">
        <Input placeholder="child-…" maxLength={40} allowClear />
      </Form.Item>
      <Form.Item label="查阅人账号" name="by">
        <Input maxLength={80} allowClear />
      </Form.Item>
      <Form.Item label="从" name="from">
        <DayField />
      </Form.Item>
      <Form.Item label="到" name="to">
        <DayField />
      </Form.Item>
      <Form.Item label=" ">
        <Button htmlType="submit">查询</Button>
      </Form.Item>
    </Form>
  );
}

/** Ways to what is not shown; nothing under a list that is shown whole. */
function OtherPages({ page, more, shown, onTurn }: { page: number; more: boolean; shown: number; onTurn: (page: number) => void }): ReactNode {
  if (page === 1 && !more) return null;
  return (
    <p className="quiet no-print" data-testid="accesses-other">
      第 {page} 页，本页显示 {shown} 条。{more ? <Button onClick={() => onTurn(page + 1)}>查看更早的记录</Button> : null}{' '}
      {page === 1 ? null : <Button onClick={() => onTurn(1)}>回到最近的记录</Button>}
    </p>
  );
}

/** 查阅记录: who read which child, when and why. */
export function Accesses(): ReactNode {
  const [filters, setFilters] = useState<AccessFilters>({});
  const remote = useView(`accesses ${JSON.stringify(filters)}`, (signal) => audit.accesses(filters, signal), [], true);
  return (
    <Panel title="查阅记录" extra="谁、何时、为何查阅了哪个未成年人的信息" testId="accesses">
      <Filters onApply={setFilters} />
      <Loaded remote={remote}>
        {({ rows, more }) => (
          <>
            <Records
              rows={rows}
              columns={COLUMNS}
              rowKey={(row) => `${row.at} ${row.by} ${row.what ?? ''} ${row.minors[0] ?? ''}`}
              card={card}
              busy={remote.loading}
              empty="没有符合条件的查阅记录"
              testId="accesses-table"
            />
            <OtherPages page={filters.page ?? 1} more={more} shown={rows.length} onTurn={(page) => setFilters({ ...filters, page })} />
          </>
        )}
      </Loaded>
    </Panel>
  );
}
