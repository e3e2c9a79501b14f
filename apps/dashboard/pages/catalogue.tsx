import { Icon, Nothing, PageHead, useNarrow } from '@lianhu/ui';
import { Input, Select } from 'antd';
import { useMemo, useState, type ReactNode } from 'react';
import { askJson } from '../api/client';
import type { CatalogueType } from '../api/report-types';
import { readCatalogue, searchTypes, type TypeFilters } from '../catalogue/read-catalogue';
import { TypeDetail } from '../catalogue/type-detail';
import { Loaded, useView } from '../shell/loaded';
import { Link, usePlace } from '../shell/router';
import { SENSITIVITY_LEVELS, sensitivityNote, sensitivityTitle } from '../words/titles';

const hrefOf = ({ type, version }: CatalogueType): string => `/catalogue?type=${encodeURIComponent(type)}&version=${version}`;

function TypeList({ types, chosen }: { readonly types: readonly CatalogueType[]; readonly chosen: CatalogueType | undefined }): ReactNode {
  const [words, setWords] = useState('');
  const [filters, setFilters] = useState<TypeFilters>({});
  const found = useMemo(() => searchTypes(types, words, filters), [types, words, filters]);
  const every = [...new Map(types.map(({ department, departmentName }) => [department, departmentName]))];
  const departments = [...new Map(found.map(({ department, departmentName }) => [department, departmentName]))];
  return (
    <nav className="type-list" aria-label="事件类型" data-testid="type-list">
      <Input
        allowClear
        aria-label="查找事件类型"
        placeholder="查找：名称、字段、代码或部门"
        prefix={<Icon name="search" size={16} />}
        value={words}
        onChange={(event) => setWords(event.target.value)}
        data-testid="catalogue-search"
      />
      <div className="type-filters">
        <Select
          allowClear
          showSearch={{ optionFilterProp: 'label' }}
          aria-label="部门"
          placeholder="全部部门"
          options={every.map(([value, label]) => ({ value, label }))}
          value={filters.department}
          onChange={(department) => setFilters((now) => ({ ...now, department }))}
          data-testid="catalogue-department"
        />
        <Select
          allowClear
          aria-label="敏感级别"
          placeholder="全部级别"
          options={SENSITIVITY_LEVELS.map((value) => ({ value, label: sensitivityTitle(value) }))}
          value={filters.level}
          onChange={(level) => setFilters((now) => ({ ...now, level }))}
          data-testid="catalogue-level"
        />
      </div>
      <p className="quiet">共 {found.length} 类</p>
      {found.length === 0 ? <Nothing text="没有符合的事件类型" /> : null}
      {departments.map(([department, name]) => (
        <section key={department}>
          <h3>{name}</h3>
          <ul>
            {found
              .filter((type) => type.department === department)
              .map((type) => (
                <li key={type.type}>
                  <Link href={hrefOf(type)} aria-current={type.type === chosen?.type ? 'true' : undefined}>
                    <span>{type.title}</span>
                    <small title={sensitivityNote(type.level)}>{sensitivityTitle(type.level)}</small>
                  </Link>
                </li>
              ))}
          </ul>
        </section>
      ))}
    </nav>
  );
}

/** 事件目录: what each department pushes, field by field. */
export default function CataloguePage(): ReactNode {
  const { query } = usePlace();
  const narrow = useNarrow();
  const remote = useView('catalogue', async (signal) => readCatalogue(await askJson<unknown>('/api/catalogue', { signal })));
  return (
    <div data-testid="page-catalogue">
      <PageHead title="事件目录" note="各部门报送哪些事件、每个字段是什么、怎样报送" />
      <Loaded remote={remote} lines={8}>
        {(types) => {
          const asked = types.find(({ type }) => type === query.get('type'));
          const chosen = asked ?? (narrow ? undefined : types[0]);
          if (types.length === 0) return <Nothing text="目录为空" />;
          return (
            <div className="catalogue">
              {narrow && chosen !== undefined ? (
                <Link href="/catalogue" className="back-link">
                  <Icon name="back" size={16} /> 返回目录
                </Link>
              ) : (
                <TypeList types={types} chosen={chosen} />
              )}
              {chosen === undefined ? null : <TypeDetail key={chosen.type} type={chosen} />}
            </div>
          );
        }}
      </Loaded>
    </div>
  );
}
