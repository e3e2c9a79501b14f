import { When } from '@lianhu/ui';
import type { TableColumnsType } from 'antd';
import type { ReactNode } from 'react';
import { LevelTag } from '../alerts/due';
import type { Minor } from '../api/types';
import { Link } from '../shell/router';
import { ageText, categoryTitle, schoolTitle, sexTitle } from '../words/titles';

/** Last characters of a reference, enough to tell rows apart. */
const shortRef = (minorRef: string): string => `编号 …${minorRef.slice(-6)}`;
/** The address of a child's file. */
export const hrefOf = ({ minorRef }: Pick<Minor, 'minorRef'>): string => `/minors/${encodeURIComponent(minorRef)}`;
/** A child's name where the reader may know it, else the end of its reference. */
export const nameOf = (minor: Minor): string => minor.name ?? shortRef(minor.minorRef);
/** Where a child lives: town and village by their names, by their codes where the policy pack has none. */
export const placeOf = ({ townName, town, villageName, village }: Pick<Minor, 'townName' | 'town' | 'villageName' | 'village'>): string =>
  [townName ?? town, villageName ?? village].filter((part) => part !== undefined).join(' ');

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

/** What a reader may not see is absent from every row: its column, and the filter over it, would only puzzle him. */
export const seenIn = (rows: readonly Minor[], ...names: readonly (keyof Minor)[]): boolean =>
  rows.length === 0 || rows.some((row) => names.some((name) => row[name] !== undefined));

const COLUMNS: (TableColumnsType<Minor>[number] & { readonly needs?: readonly (keyof Minor)[] })[] = [
  { title: '姓名', key: 'name', fixed: 'left', render: (_, minor) => <Link href={hrefOf(minor)}>{nameOf(minor)}</Link> },
  { title: '性别', key: 'sex', render: (_, minor) => sexTitle(minor.sex) },
  { title: '年龄', key: 'age', render: (_, minor) => ageText(minor.age, minor.ageBand) },
  { title: '居住地', key: 'place', render: (_, minor) => placeOf(minor) },
  { title: '类别与就学', key: 'categories', needs: ['categories', 'school'], render: (_, minor) => <Categories minor={minor} /> },
  {
    title: '委托照护',
    key: 'agreement',
    needs: ['agreement'],
    render: (_, minor) => (minor.agreement === true ? '已签协议' : <span className="quiet">—</span>),
  },
  { title: '未办结预警', key: 'alerts', needs: ['openAlerts'], render: (_, minor) => <Alerts minor={minor} /> },
  { title: '最近动态', key: 'last', needs: ['lastEventAt'], render: (_, minor) => <When at={minor.lastEventAt} /> },
];

/** The columns of which this reader sees anything. */
export const columnsFor = (rows: readonly Minor[]): TableColumnsType<Minor> =>
  COLUMNS.filter(({ needs = [] }) => needs.length === 0 || seenIn(rows, ...needs)).map(({ needs: _, ...column }) => column);

/** A child as a card for a telephone. */
export const minorCard = (minor: Minor): ReactNode => (
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
      {minor.lastEventAt === undefined ? null : (
        <>
          最近动态 <When at={minor.lastEventAt} />{' '}
        </>
      )}
      {minor.agreement === true ? '已签委托照护协议' : ''}
    </div>
  </Link>
);
