import { quarterName } from '@lianhu/ui';
import { Button, Form, Input, Select } from 'antd';
import { useState, type ReactNode } from 'react';
import type { Asked, Replayable, ReplayableQuarter } from '../api/replay-client';
import { asOfParameter, MomentField } from '../minor/as-of';
import { viewTitle } from './replay-words';
import { newestOf, VersionField } from './version-field';

const SUBJECT = /^(child|case|org)-[\w-]{1,60}$/;

interface Props {
  readonly views: readonly Replayable[];
  readonly quarters: readonly string[];
  /** Those of them that are closed. */
  readonly closed: readonly ReplayableQuarter[];
  readonly busy: boolean;
  readonly onStart: (asked: Asked) => void;
}

/** What is counted again, to which moment, and with which other one it is compared. */
export function ReplayForm({ views, quarters, closed, busy, onStart }: Props): ReactNode {
  const [what, setWhat] = useState(`view ${views[0]?.name ?? ''}`);
  const [subject, setSubject] = useState('');
  const [asOf, setAsOf] = useState('');
  const [other, setOther] = useState('');
  const [tried, setTried] = useState(false);
  const [chosen, setChosen] = useState<number>();
  const [against, setAgainst] = useState<number>();
  const [kind = '', name = ''] = what.split(' ');
  const versions = (kind === 'report' ? closed.find(({ quarter }) => quarter === name)?.versions : undefined) ?? [];
  const version = chosen ?? newestOf(versions)?.version;
  const earlier = versions.filter((one) => one.version < (version ?? 1));
  // As far as an earlier version's position, a version is that one.
  const counterpart = earlier.find((one) => one.version === against);
  const [at, with_] = [asOfParameter(asOf), counterpart?.position ?? asOfParameter(other)];
  const fault =
    kind === 'subject' && !SUBJECT.test(subject.trim())
      ? '请填写对象编号，形如 child- 后接 22 位字符'
      : (asOf !== '' && at === undefined) || (counterpart === undefined && other !== '' && with_ === undefined)
        ? '日志序号请填写正整数'
        : undefined;
  const start = (): void => {
    setTried(true);
    if (fault === undefined)
      onStart({ [kind]: kind === 'subject' ? subject.trim() : name, ...(kind === 'report' && { version }), asOf: at, compareWith: with_ });
  };
  return (
    <Form layout="vertical" onFinish={start} disabled={busy} className="replay-form" data-testid="replay-form">
      <div className="as-of">
        <label>
          复算什么
          <Select
            value={what}
            onChange={(next: string) => (setWhat(next), setChosen(undefined), setAgainst(undefined))}
            aria-label="复算什么"
            className="replay-what"
            data-testid="replay-what"
            options={[
              { label: '视图', options: optionsOf(views.filter(({ of }) => of !== 'sum')) },
              { label: '汇总', options: optionsOf(views.filter(({ of }) => of === 'sum')) },
              { label: '单个对象', options: [{ value: 'subject', label: '某个未成年人' }] },
              { label: '季报', options: quarters.map((quarter) => ({ value: `report ${quarter}`, label: quarterName(quarter) })) },
            ].filter(({ options }) => options.length > 0)}
          />
        </label>
        {kind === 'subject' ? (
          <label>
            对象编号
            <Input
              value={subject}
              onChange={(event) => setSubject(event.target.value)}
              placeholder="child-…"
              maxLength={70}
              data-testid="replay-subject"
            />
          </label>
        ) : null}
        {versions.length > 1 ? (
          <label>
            版本
            <VersionField label="版本" versions={versions} value={version} onChange={setChosen} testId="replay-version" />
          </label>
        ) : null}
        {earlier.length > 0 ? (
          <label>
            与前一版比较（可不选）
            <VersionField
              label="与前一版比较"
              versions={earlier}
              all={versions}
              value={counterpart?.version}
              onChange={(next) => (setAgainst(next), setOther(''))}
              optional
              testId="replay-against"
            />
          </label>
        ) : null}
      </div>
      <div className="as-of">
        <MomentField label={versions.length > 0 ? '时点（不填为该版截止处）' : '时点（不填为现在）'} id="replay-at" onChange={setAsOf} />
      </div>
      {counterpart === undefined ? (
        <div className="as-of">
          <MomentField label="与另一时点比较（可不填）" id="replay-with" onChange={setOther} />
        </div>
      ) : null}
      <Button type="primary" htmlType="submit" loading={busy} data-testid="replay-start">
        {other === '' && counterpart === undefined ? '从日志复算' : '复算并比较'}
      </Button>
      {tried && fault !== undefined ? <p className="bad">{fault}</p> : null}
    </Form>
  );
}

const optionsOf = (views: readonly Replayable[]): { value: string; label: string }[] =>
  views.map(({ name }) => ({ value: `view ${name}`, label: viewTitle(name) }));
