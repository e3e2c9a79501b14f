import { Panel } from '@lianhu/ui';
import { Alert, Button, Input, Select, Tag } from 'antd';
import { useState, type ReactNode } from 'react';
import { explainLine } from '../api/problem';
import { files, type GuessedColumn, type JobFile, type JobTarget, type Unit } from './files-client';

/** As the edge has it: from here a guess counts as decided. Unit: per cent. */
const SURE = 80;
const IGNORE = '-';
const UNITS: readonly { readonly value: Unit; readonly label: string; readonly counts: 'fen' | 'minutes' }[] = [
  { value: 'yuan', label: '元', counts: 'fen' },
  { value: 'wan-yuan', label: '万元', counts: 'fen' },
  { value: 'fen', label: '分', counts: 'fen' },
  { value: 'hours', label: '小时', counts: 'minutes' },
];

interface Chosen {
  readonly target?: string;
  readonly unit?: Unit;
}
const startOf = ({ target, confidence, unit }: GuessedColumn): Chosen => ({
  ...(target === null ? { target: IGNORE } : target !== undefined && confidence >= SURE ? { target } : {}),
  ...(unit && { unit }),
});

function Sureness({ column, chosen }: { readonly column: GuessedColumn; readonly chosen: Chosen }): ReactNode {
  if (chosen.target === undefined) return <Tag color="warning">待确认</Tag>;
  if (chosen.target === startOf(column).target) return <Tag color="success">{column.target === null ? '不报送' : `识别 ${column.confidence}%`}</Tag>;
  return <Tag color="processing">人工选定</Tag>;
}

/** What is still missing before the mapping can be sent, in words. */
function missing(job: JobFile, chosen: readonly Chosen[], constants: Readonly<Record<string, string>>): string[] {
  const used = new Set([...chosen.flatMap(({ target }) => target ?? []), ...Object.keys(constants).filter((path) => constants[path])]);
  const undecided = chosen.filter(({ target }) => target === undefined).length;
  const titleOf = (path: string): string | undefined => job.targets?.find((target) => target.path === path)?.title;
  const unfilled = (job.needed ?? []).filter((title) => ![...used].some((path) => titleOf(path) === title));
  const hasId = used.has('minor.docNo') || used.has('subject');
  const needed = unfilled.filter((title) => !(hasId && ['性别', '出生日期'].includes(title)) && !(used.has('subject') && title === '姓名'));
  return [...(undecided > 0 ? [`${undecided} 列待确认`] : []), ...needed.map((title) => `缺少“${title}”`)];
}

/** 核对列对应关系: a column that nobody has confirmed is not sent. */
export function MappingForm({ job, onChanged }: { readonly job: JobFile; readonly onChanged: () => void }): ReactNode {
  const columns = job.columns ?? [];
  const targets = job.targets ?? [];
  const [type = ''] = (job.types ?? []).map(({ id }) => id);
  const [chosen, setChosen] = useState<readonly Chosen[]>(() => columns.map(startOf));
  const [constants, setConstants] = useState<Readonly<Record<string, string>>>({});
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<string>();
  const run = (work: Promise<unknown>): void => {
    setBusy(true);
    setFault(undefined);
    work.then(onChanged, (problem: unknown) => setFault(explainLine(problem))).finally(() => setBusy(false));
  };
  const set = (i: number, change: Chosen): void => setChosen(chosen.map((one, n) => (n === i ? { ...one, ...change } : one)));
  const open = missing(job, chosen, constants);
  const given = targets.filter(({ path, required }) => required && !chosen.some(({ target }) => target === path) && path !== 'minor.name');
  const confirm = (): void =>
    run(
      files.decide(job.id, {
        type,
        columns: chosen.map(({ target, unit }) => ({ target: target === IGNORE ? null : target, unit })),
        constants: Object.fromEntries(
          Object.entries(constants).filter(([path, text]) => text !== '' && given.some((target) => target.path === path)),
        ),
      }),
    );
  return (
    <Panel title="核对列对应关系" extra="未确认的列不会报送；确认后同样表头的文件自动识别" testId="mapping">
      <label className="import-type">
        <span>这是什么表</span>
        <Select
          value={type}
          disabled={busy}
          onChange={(next: string) => run(files.guess(job.id, next))}
          options={(job.types ?? []).map(({ id, title }) => ({ value: id, label: title }))}
          showSearch={{ optionFilterProp: 'label' }}
          data-testid="type"
        />
      </label>
      <ul className="import-columns">
        {columns.map((column, i) => (
          <li key={`${i} ${column.header}`} data-testid="column">
            <div className="import-header">
              <b>{column.header === '' ? '（无表头）' : column.header}</b>
              <Sureness column={column} chosen={chosen[i] ?? {}} />
            </div>
            <span className="quiet import-samples">{column.samples.slice(0, 3).join('　') || '（空列）'}</span>
            <ColumnChoice targets={targets} chosen={chosen[i] ?? {}} onChange={(change) => set(i, change)} header={column.header} />
          </li>
        ))}
      </ul>
      {given.map(({ path, title }) => (
        <label key={path} className="import-type">
          <span>没有“{title}”列，全表填</span>
          <Input
            value={constants[path] ?? ''}
            onChange={(event) => setConstants({ ...constants, [path]: event.target.value })}
            placeholder="各行相同的值"
          />
        </label>
      ))}
      {open.length > 0 ? <Alert type="warning" showIcon title={open.join('；')} data-testid="open" /> : null}
      {fault === undefined ? null : <Alert type="error" showIcon title={fault} />}
      <Button type="primary" disabled={open.length > 0} loading={busy} onClick={confirm} data-testid="confirm">
        确认并开始导入
      </Button>
    </Panel>
  );
}

function ColumnChoice(props: {
  readonly targets: readonly JobTarget[];
  readonly chosen: Chosen;
  readonly header: string;
  readonly onChange: (change: Chosen) => void;
}): ReactNode {
  const { targets, chosen, header, onChange } = props;
  const counts = targets.find(({ path }) => path === chosen.target)?.counts;
  return (
    <div className="import-choice">
      <Select
        value={chosen.target}
        placeholder="请选择"
        aria-label={`${header} 对应`}
        onChange={(target: string) => onChange({ target })}
        options={[
          { value: IGNORE, label: '不报送这一列' },
          ...targets.map(({ path, title, required }) => ({ value: path, label: required ? `${title} *` : title })),
        ]}
        showSearch={{ optionFilterProp: 'label' }}
      />
      {counts === undefined ? null : (
        <Select
          value={chosen.unit}
          placeholder="单位"
          aria-label={`${header} 单位`}
          onChange={(unit: Unit) => onChange({ unit })}
          options={UNITS.filter((unit) => unit.counts === counts).map(({ value, label }) => ({ value, label }))}
        />
      )}
    </div>
  );
}
