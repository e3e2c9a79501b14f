import { MAX_MOVED } from '@lianhu/kernel';
import { FormError, moment, Nothing } from '@lianhu/ui';
import { Checkbox, Form, Input, Modal, Segmented } from 'antd';
import { useState, type ReactNode } from 'react';
import { identityDesk, type ReviewPair } from '../api/identity-client';
import { api } from '../api/client';
import { explainLine } from '../api/problem';
import type { TimelineEvent } from '../api/types';
import { Loaded, useView } from '../shell/loaded';
import { departmentTitle } from '../words/titles';
import { MAX_REASON } from './say-dialog';

interface Props {
  readonly pair: ReviewPair;
  readonly onDone: () => void;
  readonly onCancel: () => void;
}
type Timelines = readonly (readonly TimelineEvent[])[];

/** 移动事件: chooses the events of one of two files that are the other child's. A merged pair has one timeline, and is split by it. */
export function MoveDialog({ pair, onDone, onCancel }: Props): ReactNode {
  const refs = (pair.state === 'merged' ? pair.files.slice(0, 1) : pair.files).flatMap(({ minorRef }) => minorRef ?? []);
  const remote = useView(`move ${pair.id}`, async (signal): Promise<Timelines> => {
    const files = await Promise.all(refs.map((ref) => api.minor(ref, { without: 'notes' }, signal)));
    return files.map(({ timeline }) => timeline.filter(({ type, corrects }) => type !== undefined && corrects === undefined));
  });
  return (
    <Loaded remote={remote} lines={4}>
      {(timelines) => <Choice {...{ pair, timelines, refs, onDone, onCancel }} />}
    </Loaded>
  );
}

function Choice({ pair, timelines, refs, onDone, onCancel }: Props & { readonly timelines: Timelines; readonly refs: readonly string[] }): ReactNode {
  const said = pair.first?.events ?? [];
  const [from, setFrom] = useState(() =>
    Math.max(
      0,
      timelines.findIndex((events) => events.some(({ handle }) => said.includes(handle))),
    ),
  );
  const [chosen, setChosen] = useState<readonly string[]>(said);
  const [form] = Form.useForm<{ readonly reason: string }>();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string>();
  const names = pair.files.map(({ name }) => name ?? '—');
  const submit = ({ reason }: { readonly reason: string }): void => {
    setBusy(true);
    setError(undefined);
    identityDesk
      .say(pair.id, 'split', reason.trim(), { file: refs[from] ?? '', events: chosen })
      .then(onDone, (problem: unknown) => setError(explainLine(problem)))
      .finally(() => setBusy(false));
  };
  const events = timelines[from] ?? [];
  return (
    <Modal
      open
      title={`移动事件：${names.join(' / ')}`}
      okText={`移到${from === 0 ? '第二份' : '第一份'}档案`}
      cancelText="取消"
      onOk={form.submit}
      onCancel={onCancel}
      confirmLoading={busy}
      okButtonProps={{ 'data-testid': 'move-ok', danger: true, disabled: chosen.length === 0 || chosen.length > MAX_MOVED }}
    >
      <p className="quiet" data-testid="move-dialog">
        勾选报送时选错人的事件。两人意见一致后移到另一份档案，更正件随原事件移动，两份档案的预警重新研判；原始记录不变，可以再移回。
      </p>
      {timelines.length < 2 ? null : (
        <Segmented
          value={from}
          onChange={(file) => {
            setFrom(file);
            setChosen([]);
          }}
          options={[0, 1].map((value) => ({ value, label: `在${value === 0 ? '第一份' : '第二份'}：${names[value]}` }))}
        />
      )}
      {events.length === 0 ? <Nothing text="没有可移动的事件" /> : null}
      <Checkbox.Group className="move-events" value={[...chosen]} onChange={setChosen}>
        {events.map(({ handle, time, title, department, departmentName }) => (
          <Checkbox key={handle} value={handle}>
            <span data-testid="move-event">
              {moment(time)} {departmentName ?? departmentTitle(department)} <b>{title}</b>
            </span>
          </Checkbox>
        ))}
      </Checkbox.Group>
      <Form form={form} layout="vertical" onFinish={submit}>
        <Form.Item label="理由" name="reason" rules={[{ required: true, whitespace: true, message: '请写明理由' }]}>
          <Input.TextArea rows={2} maxLength={MAX_REASON} showCount data-testid="reason" />
        </Form.Item>
      </Form>
      <FormError error={error} />
    </Modal>
  );
}
