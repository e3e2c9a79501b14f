import { Facts, Icon, Nothing, Panel, Records } from '@lianhu/ui';
import type { TableColumnsType } from 'antd';
import type { ReactNode } from 'react';
import { askJson } from '../api/client';
import type { CatalogueField, CatalogueType } from '../api/report-types';
import { CopyButton } from '../audit/log-head';
import { Loaded, useView } from '../shell/loaded';
import { knowledgeTitle } from '../words/knowledge';
import { basisTitle, protectionTitle, sensitivityNote, sensitivityTitle } from '../words/titles';
import { curlLine, readDetail } from './read-catalogue';

/** The hub appends its own events; nobody pushes them. */
const HUB = 'hub';

const KINDS: Readonly<Record<string, string>> = { clear: '明文', secret: '加密', case: '加密 · 案件代号', countable: '可统计' };

const Codes = ({ codes }: { readonly codes: CatalogueField['codes'] }): ReactNode =>
  codes === undefined ? null : (
    <span className="tags">
      {Object.entries(codes).map(([code, title]) => (
        <span className="tag" key={code}>
          <code>{code}</code> {title}
        </span>
      ))}
    </span>
  );

const withUnit = ({ form, unit }: CatalogueField): string => (unit === undefined ? form : `${form}（${unit}）`);

const COLUMNS: TableColumnsType<CatalogueField> = [
  { title: '字段', key: 'name', render: (_, field) => <code>{field.name}</code> },
  { title: '名称', key: 'title', render: (_, field) => field.title ?? '—' },
  { title: '必填', key: 'required', render: (_, field) => (field.required ? <b>必填</b> : <span className="quiet">选填</span>) },
  { title: '格式', key: 'form', render: (_, field) => withUnit(field) },
  { title: '级别', key: 'sensitivity', render: (_, field) => sensitivityTitle(field.level) },
  { title: '日志中', key: 'level', render: (_, field) => KINDS[field.kind ?? ''] ?? field.kind ?? '—' },
  { title: '代码', key: 'codes', className: 'codes-column', render: (_, field) => <Codes codes={field.codes} /> },
];
const card = (field: CatalogueField): ReactNode => (
  <div className="card">
    <div className="card-head">
      <b>{field.title ?? field.name}</b>
      {field.required ? <b>必填</b> : <span className="quiet">选填</span>}
    </div>
    <div className="quiet">
      <code>{field.name}</code> · {withUnit(field)} · {sensitivityTitle(field.level)} · {KINDS[field.kind ?? ''] ?? field.kind ?? '—'}
    </div>
    <Codes codes={field.codes} />
  </div>
);

function Example({ type, example }: { readonly type: CatalogueType; readonly example: unknown }): ReactNode {
  if (example === undefined) return null;
  const body = JSON.stringify(example, null, 2);
  const line = curlLine(type, example, window.location.origin);
  const pushed = type.department !== HUB;
  return (
    <>
      <Panel title="示例" extra={<CopyButton text={body} what="示例" />}>
        {pushed ? <p className="quiet">原样即可通过校验；报送时换成自己的 id、time 和未成年人信息。</p> : null}
        <pre className="code-block" data-testid="example">
          {body}
        </pre>
      </Panel>
      {pushed ? (
        <Panel title="命令行报送" extra={<CopyButton text={line} what="命令" />}>
          <pre className="code-block" data-testid="curl">
            {line}
          </pre>
        </Panel>
      ) : null}
    </>
  );
}

/** Keeps the type's JSON Schema as a file. */
function SchemaButton({ type, schema }: { readonly type: CatalogueType; readonly schema: unknown }): ReactNode {
  if (schema === undefined) return null;
  const href = `data:application/schema+json;charset=utf-8,${encodeURIComponent(JSON.stringify(schema, null, 2))}`;
  return (
    <a href={href} download={`${type.type}-${type.version}.schema.json`} data-testid="schema-download">
      <Icon name="download" size={14} /> 下载 JSON Schema
    </a>
  );
}

/** One event type: what it says, which fields it has, an example, and how to push it. */
export function TypeDetail({ type }: { readonly type: CatalogueType }): ReactNode {
  const remote = useView(`catalogue ${type.type} ${type.version}`, async (signal) =>
    readDetail(await askJson<unknown>(`/api/catalogue/${encodeURIComponent(type.type)}/${type.version}`, { signal })),
  );
  return (
    <div data-testid="type-detail">
      <Panel title={type.title}>
        <p>
          <code className="type-name">{type.type}</code> <span className="quiet">第 {type.version} 版</span>
        </p>
        <Facts
          items={[
            ['报送部门', type.departmentName],
            [
              '敏感级别',
              <span key="level" title={sensitivityNote(type.level)}>
                {sensitivityTitle(type.level)}
              </span>,
            ],
            ['查阅类别', knowledgeTitle(type.category)],
            ['六大保护', type.protection.map(protectionTitle).join('、') || '—'],
            ['依据', basisTitle(type.basis)],
            ['告知', type.told ?? '—'],
          ]}
        />
      </Panel>
      <Loaded remote={remote}>
        {({ fields, example, schema }) => (
          <>
            <Panel title="字段" extra={<SchemaButton type={type} schema={schema} />}>
              {fields.length === 0 ? (
                <Nothing text="这类事件没有字段" />
              ) : (
                <Records rows={fields} columns={COLUMNS} rowKey={({ name }) => name} card={card} empty="" testId="fields" />
              )}
            </Panel>
            <Example type={type} example={example} />
          </>
        )}
      </Loaded>
    </div>
  );
}
