import { Icon } from '@lianhu/ui';
import { Input, Radio, Select } from 'antd';
import type { ReactNode } from 'react';
import type { FormField, Values } from './form-model';

/** Up to so many choices stand side by side; more are a list that can be searched. Unit: choices. */
const SIDE_BY_SIDE = 5;
const YES_NO = [
  { value: 'true', label: '是' },
  { value: 'false', label: '否' },
];

interface Props {
  readonly field: FormField;
  readonly value: Values[string];
  readonly fault?: string;
  readonly towns: readonly { readonly value: string; readonly label: string }[];
  /** Makes ids unique when a field stands twice on a page. */
  readonly prefix?: string;
  readonly onChange: (value: Values[string]) => void;
}

/** One labelled input with its fault. */
export function FieldInput({ field, value, fault, towns, prefix = '', onChange }: Props): ReactNode {
  const id = `field-${prefix}${field.name}`;
  return (
    <div className={`entry-field ${fault === undefined ? '' : 'entry-faulty'}`} data-testid={id}>
      <label htmlFor={id}>
        {field.title}
        {field.required ? <b aria-hidden="true"> *</b> : null}
        {field.secret ? (
          <span className="entry-secret" title="日志中只留摘要，内容加密保存">
            <Icon name="lock" size={13} /> 加密
          </span>
        ) : null}
      </label>
      {control({ field, value, towns, id, onChange, fault })}
      {fault === undefined ? hintOf(field) : <span className="entry-fault" role="alert">{`⚠ ${fault}`}</span>}
    </div>
  );
}

/** What may be entered, in a few words. */
function hintOf({ kind, minimum, maximum, unit, format, maxItems }: FormField): ReactNode {
  const range = kind === 'integer' && minimum !== undefined && maximum !== undefined ? `${minimum} 至 ${maximum}` : undefined;
  const words = [
    range,
    kind === 'money' ? `以${unit ?? '元'}填写，可到分` : undefined,
    format === 'organisation' ? '统一社会信用代码，或已登记的场所编号 org-…' : undefined,
    format === 'quarter' ? '如 2026-Q3' : undefined,
    format === 'month' ? '如 202610' : undefined,
    format === 'term' ? '如 2026-1' : undefined,
    format === 'standard-item' ? '如 S24、RG08' : undefined,
    (kind === 'texts' || kind === 'integers') && maxItems !== undefined ? `逐项输入后按回车，至多 ${maxItems} 项` : undefined,
  ].filter((word) => word !== undefined);
  return words.length === 0 ? null : <span className="quiet entry-hint">{words.join('；')}</span>;
}

type Control = Pick<Props, 'field' | 'value' | 'towns' | 'onChange' | 'fault'> & { readonly id: string };

function control({ field, value, towns, id, onChange, fault }: Control): ReactNode {
  const text = typeof value === 'string' ? value : '';
  const list = Array.isArray(value) ? [...(value as readonly string[])] : [];
  const status = fault === undefined ? '' : 'error';
  const typed = (event: { target: { value: string } }): void => onChange(event.target.value);
  const common = { id, status, 'aria-label': field.title } as const;
  const options = field.kind === 'town' ? [...towns] : [...(field.choices ?? [])];
  switch (field.kind) {
    case 'boolean':
      return <Radio.Group options={YES_NO} value={text} onChange={(event) => onChange(String(event.target.value))} aria-label={field.title} />;
    case 'booleans':
      return <YesNoList count={field.minItems ?? 1} value={list} onChange={onChange} />;
    case 'choice':
    case 'town':
      if (options.length <= SIDE_BY_SIDE)
        return <Radio.Group options={options} value={text} onChange={(event) => onChange(String(event.target.value))} aria-label={field.title} />;
      return <Select {...common} showSearch={BY_LABEL} allowClear options={options} value={text === '' ? undefined : text} onChange={onChange} />;
    case 'choices':
      return <Select {...common} mode="multiple" showSearch={BY_LABEL} options={options} value={list} onChange={onChange} />;
    case 'texts':
    case 'integers':
      return <Select {...common} mode="tags" open={false} suffixIcon={null} tokenSeparators={SEPARATORS} value={list} onChange={onChange} />;
    case 'day':
      return <Input {...common} type="date" value={text} onChange={typed} />;
    case 'moment':
      return <Input {...common} type="datetime-local" value={text} onChange={typed} />;
    case 'integer':
    case 'money':
      return <Input {...common} inputMode="decimal" value={text} suffix={field.unit} onChange={typed} />;
    case 'long-text':
      return <Input.TextArea {...common} autoSize={{ minRows: 2, maxRows: 8 }} maxLength={field.maxLength} value={text} onChange={typed} />;
    default:
      return <Input {...common} maxLength={field.maxLength} value={text} onChange={typed} autoComplete="off" />;
  }
}
/** A fixed number of questions in the order of the standard, each answered yes or no. */
function YesNoList({
  count,
  value,
  onChange,
}: {
  readonly count: number;
  readonly value: readonly string[];
  readonly onChange: Props['onChange'];
}): ReactNode {
  const answers = Array.from({ length: count }, (_, index) => value[index] ?? '');
  return (
    <div className="entry-answers">
      {answers.map((answer, index) => (
        <span key={index}>
          第 {index + 1} 项{' '}
          <Radio.Group
            options={YES_NO}
            value={answer}
            aria-label={`第 ${index + 1} 项`}
            onChange={(event) => onChange(answers.map((each, at) => (at === index ? String(event.target.value) : each)))}
          />
        </span>
      ))}
    </div>
  );
}

const BY_LABEL = { optionFilterProp: 'label' };
const SEPARATORS = [',', '，', '、', ';', '；', '\n'];
