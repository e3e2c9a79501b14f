import { Icon } from '@lianhu/ui';
import { Input } from 'antd';
import { useState, type ReactNode } from 'react';
import { askJson } from '../api/client';
import { explainLine } from '../api/problem';
import type { Minor } from '../api/types';
import { sexTitle } from '../words/titles';
import { nameOf, placeOf } from '../minor/minor-rows';
import type { EnteredChild } from './entry';

const looksLikeNumber = (text: string): boolean => /^\d{17}[\dXx]$/.test(text.trim());

interface Props {
  readonly child: EnteredChild;
  /** What is said when nobody was found. */
  readonly none: string;
  readonly onFound: (child: EnteredChild & { readonly kind: 'known' }) => void;
}

/** Looks by name or ID number; the reading is recorded, so it is done on demand only. */
export function FindChild({ child, none, onFound }: Props): ReactNode {
  const [text, setText] = useState('');
  const [found, setFound] = useState<readonly Minor[]>();
  const [said, setSaid] = useState<string>();
  const find = async (): Promise<void> => {
    const wanted = looksLikeNumber(text) ? { docNo: text.trim() } : { name: text.trim() };
    try {
      const { rows } = await askJson<{ rows: readonly Minor[] }>('/api/minors/find', { method: 'POST', json: wanted });
      setFound(rows);
      setSaid(rows.length === 0 ? none : undefined);
    } catch (error) {
      setSaid(explainLine(error));
    }
  };
  const write = (words: string): void => {
    setText(words);
    if (words !== '') return;
    setFound(undefined);
    setSaid(undefined);
  };
  return (
    <div className="entry-find">
      <Input.Search
        allowClear
        value={text}
        onChange={(event) => write(event.target.value)}
        onSearch={() => text.trim() !== '' && void find()}
        enterButton="查找"
        placeholder="姓名或身份证号"
        aria-label="姓名或身份证号"
        autoComplete="off"
        data-testid="find-child"
      />
      {said === undefined ? null : <p className="quiet">{said}</p>}
      <ul>
        {(found ?? []).map((minor) => (
          <li key={minor.minorRef}>
            <button
              type="button"
              data-testid="found-child"
              aria-pressed={child.kind === 'known' && child.ref === minor.minorRef}
              onClick={() => onFound({ kind: 'known', ref: minor.minorRef, label: [nameOf(minor), placeOf(minor)].filter(Boolean).join(' · ') })}
            >
              <b>{nameOf(minor)}</b> {sexTitle(minor.sex)} {minor.age === undefined ? '' : `${minor.age} 岁`} {placeOf(minor)}
            </button>
          </li>
        ))}
      </ul>
      {child.kind === 'known' ? (
        <p data-testid="chosen-child">
          <Icon name="child" size={16} /> 已选：<b>{child.label}</b>
        </p>
      ) : null}
    </div>
  );
}
