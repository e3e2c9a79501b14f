import { FormError } from '@lianhu/ui';
import { Form, Input, Modal } from 'antd';
import { useState, type ReactNode } from 'react';
import { explainLine } from '../api/problem';
import { desk, type DeskEntry, type DeskResult } from '../api/desk-client';
import { corrected, fieldsOf, isEditable, textOf, type Readable, type SentField } from './sent-fields';

/** Unit: characters; the server's own limit. */
const MAX_WHY = 500;

/** What a person may do with an entry. */
export type Deed = 'release' | 'correct' | 'discard';
const WORDS: Readonly<Record<Deed, { readonly title: string; readonly ok: string; readonly hint: string }>> = {
  release: { title: '放行', ok: '确认放行', hint: '按原样报送。放行人、时间和原因将留下记录，放行标记随事件一并签名。' },
  correct: { title: '更正后重新报送', ok: '报送更正件', hint: '只改有误的项目；请同时在本部门业务系统中更正。' },
  discard: { title: '丢弃', ok: '确认丢弃', hint: '不再报送，内容从本接入端删除；丢弃人、时间和原因将留下记录。' },
};

interface Values {
  readonly why: string;
  readonly fields?: Readonly<Record<string, string>>;
}

/** Names of form fields: a pointer holds slashes only, so it stands as it is. */
const Correctable = ({ field }: { readonly field: SentField }): ReactNode => (
  <Form.Item
    label={field.meaning === undefined ? field.title : `${field.title}（${field.meaning}）`}
    name={['fields', field.pointer]}
    initialValue={textOf(field.value)}
    {...(field.fault === undefined ? {} : { validateStatus: 'error' as const, help: field.fault })}
  >
    <Input data-testid={`field-${field.pointer}`} />
  </Form.Item>
);

/** Why a result is none that stands; undefined when it is done. */
const shortfall = ({ problem, state }: DeskResult): string | undefined => {
  if (problem) return [problem.title, ...(problem.errors ?? []).map(({ message }) => message)].join('；');
  return state === 'quarantined' ? '更正件仍须人工核对，已另列入隔离区' : undefined;
};

interface Props {
  readonly department: string;
  /** What is decided on; of what is discarded the id is enough. */
  readonly entry: Pick<DeskEntry, 'id' | 'title'> & Partial<DeskEntry>;
  readonly deed: Deed;
  readonly onDone: () => void;
  readonly onCancel: () => void;
}

/** Asks for the reason, and for a correction in place. */
export function DecideDialog({ department, entry, deed, onDone, onCancel }: Props): ReactNode {
  const [form] = Form.useForm<Values>();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string>();
  const { title, ok, hint } = WORDS[deed];
  const editable = deed === 'correct' && entry.sent ? fieldsOf(entry as Readable).filter(isEditable) : [];
  const carryOut = async ({ why, fields = {} }: Values): Promise<string | undefined> => {
    if (deed === 'discard') return void (await desk.discard(department, entry.id, why));
    if (deed === 'release') return shortfall(await desk.release(department, entry.id, why));
    const changes = Object.fromEntries(
      editable.flatMap(({ pointer, value }) => (fields[pointer] === textOf(value) ? [] : [[pointer, fields[pointer] ?? '']])),
    );
    return shortfall(await desk.correct(department, entry.id, corrected(entry.sent ?? {}, changes), why));
  };
  const submit = (values: Values): void => {
    setBusy(true);
    setError(undefined);
    carryOut(values)
      .then(
        (short) => (short === undefined ? onDone() : setError(short)),
        (problem: unknown) => setError(explainLine(problem)),
      )
      .finally(() => setBusy(false));
  };
  return (
    <Modal
      open
      title={`${title}：${entry.title ?? '事项'}`}
      okText={ok}
      cancelText="取消"
      onOk={form.submit}
      onCancel={onCancel}
      confirmLoading={busy}
      okButtonProps={{ 'data-testid': 'decide-ok', danger: deed === 'discard' }}
      width={620}
    >
      <p className="quiet" data-testid="decide-dialog">
        {hint}
      </p>
      <Form<Values> form={form} layout="vertical" onFinish={submit} disabled={busy}>
        {editable.map((field) => (
          <Correctable key={field.pointer} field={field} />
        ))}
        <Form.Item label="原因" name="why" rules={[{ required: true, whitespace: true, message: '请写明原因' }]}>
          <Input.TextArea rows={2} maxLength={MAX_WHY} showCount data-testid="why" />
        </Form.Item>
      </Form>
      <FormError error={error} />
    </Modal>
  );
}
