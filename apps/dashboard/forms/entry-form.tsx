import { Icon, Panel } from '@lianhu/ui';
import { Alert, App, Button, Input } from 'antd';
import { useEffect, useRef, useState, type ReactNode } from 'react';
import { explain, type ApiProblem } from '../api/problem';
import { ChildPart } from './child-part';
import { eventOf, missing, ownField, timeOnDay, type Entry, type Fault } from './entry';
import { FieldInput } from './field-input';
import { formOf, localMinute, type FormField, type TypeDocument, type Values } from './form-model';
import type { Sent } from './outbox';
import { useOutbox } from './use-outbox';

/** Typing is kept so soon after the last stroke. Unit: milliseconds. */
const KEEP_AFTER = 300;

interface Props {
  readonly document: TypeDocument;
  readonly entry: Entry;
  readonly towns: readonly { readonly value: string; readonly label: string }[];
  /** Towns and villages in which a child may live. */
  readonly homes: readonly { readonly value: string; readonly label: string }[];
  readonly finds: boolean;
  readonly queued: boolean;
  /** A note above the form, e.g. that the type was switched. */
  readonly note?: string;
  readonly onRestricted: (entry: Entry, instead: string, choice: string) => void;
  readonly onSent: (sent: Sent) => void;
}

const mapOf = (faults: readonly Fault[]): ReadonlyMap<string, string> => new Map(faults.map(({ pointer, message }) => [pointer, message]));
const faultsOf = ({ errors }: ApiProblem): readonly Fault[] =>
  errors.map(({ pointer, message }) => ({ pointer: pointer ?? '', message: message ?? '不符合要求' }));

/** One event of a type, entered field by field. */
export function EntryForm(props: Props): ReactNode {
  const { document, towns, note, onRestricted, onSent } = props;
  const { outbox } = useOutbox();
  const { message } = App.useApp();
  const form = formOf(document);
  const own = ownField(form);
  const [entry, setEntry] = useState(() =>
    props.entry.time === '' && own === undefined ? { ...props.entry, time: localMinute(Date.now()) } : props.entry,
  );
  const [faults, setFaults] = useState<ReadonlyMap<string, string>>(new Map());
  const [problem, setProblem] = useState<ApiProblem>();
  const [busy, setBusy] = useState(false);
  const touched = useRef(false);
  const change = (part: Partial<Entry>, ...pointers: readonly string[]): void => {
    touched.current = true;
    setEntry((before) => ({ ...before, ...part }));
    if (pointers.length > 0) setFaults((before) => new Map([...before].filter(([at]) => !pointers.includes(at))));
  };
  useEffect(() => {
    if (!touched.current) return undefined;
    const timer = setTimeout(() => void outbox.keep(entry), KEEP_AFTER);
    return () => clearTimeout(timer);
  }, [outbox, entry]);

  const set = (field: FormField, value: Values[string]): void => {
    const instead = typeof value === 'string' ? field.instead?.[value] : undefined;
    if (instead === undefined) return change({ values: { ...entry.values, [field.name]: value } }, `/data/${field.name}`);
    onRestricted(entry, instead, field.choices?.find((choice) => choice.value === value)?.label ?? '');
  };
  const send = async (): Promise<void> => {
    const lacking = missing(document, form, entry);
    setFaults(mapOf(lacking));
    setProblem(undefined);
    if (lacking.length > 0) return void message.warning('还有必填项没有填写');
    setBusy(true);
    touched.current = false;
    try {
      const tried = await outbox.send(entry, eventOf(document, form, entry));
      if (tried.kind === 'sent') return onSent(tried.sent);
      // What became of it stands at the top, and who pressed the button is at the end of the form.
      window.scrollTo(0, 0);
      if (tried.kind === 'queued') return;
      setProblem(tried.problem);
      setFaults(mapOf(faultsOf(tried.problem)));
    } finally {
      setBusy(false);
    }
  };
  return (
    <form
      data-testid="entry-form"
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      {note === undefined ? null : <Alert type="info" showIcon title={note} data-testid="switched" className="entry-note" />}
      {props.queued ? (
        <Alert type="warning" showIcon title="连接中断，已在本机加密保存；恢复后自动送出，不会重复。" data-testid="queued" className="entry-note" />
      ) : null}
      {problem === undefined ? null : <Refused problem={problem} form={form} />}
      {document.child ? <ChildPart {...props} entry={entry} faults={faults} onChange={(part) => change(part, '/subject')} /> : null}
      <Panel title={document.title}>
        <div className="entry-grid">
          <TimeInput
            own={own}
            time={entry.time}
            fault={faults.get('/time') ?? (own && faults.get(`/data/${own.name}`))}
            onChange={(time) => change({ time }, '/time', `/data/${own?.name ?? ''}`)}
          />
          {form
            .filter((field) => field !== own)
            .map((field) => (
              <FieldInput
                key={field.name}
                field={field}
                towns={towns}
                value={entry.values[field.name]}
                fault={faultAt(faults, `/data/${field.name}`)}
                onChange={(value) => set(field, value)}
              />
            ))}
        </div>
      </Panel>
      <div className="entry-actions">
        <Button type="primary" htmlType="submit" loading={busy} icon={<Icon name="upload" size={16} />} data-testid="entry-send">
          提交
        </Button>
        <span className="quiet">填写内容随时在本机加密保存，退出登录后不可恢复。</span>
      </div>
    </form>
  );
}

/** When it happened: asked once, by the name and as precisely as the type itself says it. */
function TimeInput({
  own,
  time,
  fault,
  onChange,
}: {
  readonly own: FormField | undefined;
  readonly time: string;
  readonly fault: string | undefined;
  readonly onChange: (time: string) => void;
}): ReactNode {
  const byDay = own?.kind === 'day';
  const title = own === undefined || own.title === '时间' ? '发生时间' : own.title === '日期' ? '发生日期' : own.title;
  return (
    <div className={`entry-field ${fault === undefined ? '' : 'entry-faulty'}`} data-testid="field-time">
      <label htmlFor="field-time">
        {title}
        <b aria-hidden="true"> *</b>
      </label>
      <Input
        id="field-time"
        type={byDay ? 'date' : 'datetime-local'}
        value={byDay ? time.slice(0, DAY) : time}
        onChange={({ target: { value } }) => onChange(byDay ? timeOnDay(value, Date.now()) : value)}
      />
      {fault === undefined ? null : <span className="entry-fault" role="alert">{`⚠ ${fault}`}</span>}
    </div>
  );
}
/** Unit: characters of `YYYY-MM-DD`. */
const DAY = 10;

/** The fault of a field or of one of its members. */
const faultAt = (faults: ReadonlyMap<string, string>, pointer: string): string | undefined =>
  faults.get(pointer) ?? [...faults].find(([at]) => at.startsWith(`${pointer}/`))?.[1];

/** What was refused, and those faults that stand at no field of the form. */
function Refused({ problem, form }: { readonly problem: ApiProblem; readonly form: readonly FormField[] }): ReactNode {
  const atFields = new Set(['/time', '/subject', ...form.map(({ name }) => `/data/${name}`)]);
  const elsewhere = problem.errors.filter(({ pointer = '' }) => !atFields.has(pointer) && !pointer.startsWith('/data/'));
  const detail = problem.errors.length === 0 ? explain(problem).detail : elsewhere.map(({ pointer, message }) => `${pointer} ${message}`).join('；');
  return (
    <Alert
      type="error"
      showIcon
      title={problem.title}
      description={detail === '' ? '请看标出的各项。' : detail}
      data-testid="refused"
      className="entry-note"
    />
  );
}
