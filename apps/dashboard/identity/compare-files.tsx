import type { ReactNode } from 'react';
import type { Agreement, ReviewFile, ReviewPair } from '../api/identity-client';
import { docTypeTitle, relationTitle, sexTitle } from '../words/titles';

/** How two values agree, in words and in a class of their own: colour alone says nothing. */
const AGREES: Readonly<Record<Agreement, { readonly text: string; readonly tone: string }>> = {
  same: { text: '一致', tone: 'same' },
  near: { text: '相近', tone: 'near' },
  placeholder: { text: '未取名', tone: 'near' },
  conflict: { text: '不同', tone: 'conflict' },
  unknown: { text: '无从比对', tone: 'unknown' },
};

/** The rows of the comparison: what is compared, and how it is written. */
const ROWS: readonly { readonly feature?: string; readonly title: string; readonly of: (file: ReviewFile) => ReactNode }[] = [
  { feature: 'name', title: '姓名', of: ({ name }) => <b>{name ?? '—'}</b> },
  { feature: 'birthDate', title: '出生日期', of: ({ birthDate }) => birthDate ?? '—' },
  { feature: 'sex', title: '性别', of: ({ sex }) => sexTitle(sex) },
  { feature: 'id', title: '证件', of: ({ docType, docNo }) => [docTypeTitle(docType), docNo].filter(Boolean).join(' ') },
  {
    feature: 'guardian',
    title: '监护人',
    of: ({ guardians }) =>
      guardians.length === 0
        ? '—'
        : guardians.map(({ name, rel, docNo, phone }, i) => (
            <div key={i}>
              {name}（{relationTitle(rel)}）
              <small className="quiet">{[docNo && `证件 ${docNo}`, phone && `电话 ${phone}`].filter(Boolean).join('，')}</small>
            </div>
          )),
  },
  {
    feature: 'address',
    title: '住址',
    of: ({ addressHousehold, addressActual, areaHousehold, areaHouseholdName, areaActual, areaActualName }) => (
      <>
        <div>户籍 {[addressHousehold, areaHouseholdName ?? areaHousehold].filter(Boolean).join(' ') || '—'}</div>
        <div>现住 {[addressActual, areaActualName ?? areaActual].filter(Boolean).join(' ') || '—'}</div>
      </>
    ),
  },
  { title: '所在乡镇', of: ({ townName }) => townName ?? '—' },
  { title: '建档日期', of: ({ registeredOn }) => registeredOn ?? '—' },
];

/** Two files side by side, feature by feature; on a telephone too, where each value stays under its own column. */
export const CompareFiles = ({ pair: { files, agreements } }: { readonly pair: ReviewPair }): ReactNode => (
  <table className="compare" data-testid="compare">
    <thead>
      <tr>
        <th scope="col">项目</th>
        <th scope="col">保留的档案</th>
        <th scope="col">待并入的档案</th>
        <th scope="col">比对</th>
      </tr>
    </thead>
    <tbody>
      {ROWS.map(({ feature, title, of }) => {
        const agreement = feature === undefined ? undefined : AGREES[agreements[feature] ?? 'unknown'];
        return (
          <tr key={title} className={agreement ? `compare-${agreement.tone}` : ''}>
            <th scope="row">{title}</th>
            <td>{of(files[0])}</td>
            <td>{of(files[1])}</td>
            <td>{agreement?.text ?? ''}</td>
          </tr>
        );
      })}
    </tbody>
  </table>
);
