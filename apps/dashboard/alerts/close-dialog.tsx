import { dateOf, DayField, FormError } from '@lianhu/ui';
import { Alert as Notice, Form, Input, Modal, Radio, Select } from 'antd';
import { useState, type ReactNode } from 'react';
import { api } from '../api/client';
import { explainLine } from '../api/problem';
import type { Alert, CloseAlert } from '../api/types';
import { POSTS, postTitle, VERDICTS, verdictTitle } from '../words/titles';
import { LevelTag } from './due';

/** Unit: characters; the limit of the event's own field. */
const MAX_REASON = 500;
const RED = 4;

const VERDICT_HINTS: Readonly<Record<string, string>> = {
  confirmed: '情况属实，已采取措施',
  false: '经核实，情况不存在',
  known: '属实，此前已掌握并在办理',
  duplicate: '与另一条预警为同一情况',
};

interface Entry {
  readonly verdict: string;
  readonly seen?: 'yes' | 'no';
  readonly on?: string;
  readonly by?: string;
  readonly reason?: string;
}

/** What is sent: whether the child was seen only where it was asked. */
export function closingOf(alert: string, { verdict, seen, on, by, reason }: Entry): CloseAlert {
  const words = reason?.trim() ?? '';
  return {
    alert,
    verdict,
    ...(seen === 'yes' && on !== undefined && by !== undefined ? { seen: { on, by } } : {}),
    ...(words === '' ? {} : { reason: words }),
  };
}

/** A red alert asks whether the child was seen: on which day, by whom. Until then it stays open. */
function Seen(): ReactNode {
  const form = Form.useFormInstance<Entry>();
  const seen = Form.useWatch('seen', form);
  const today = dateOf(Date.now());
  return (
    <>
      <Form.Item label="是否见到孩子本人" name="seen" rules={[{ required: true, message: '红色预警须说明是否见到孩子' }]}>
        <Radio.Group
          data-testid="seen"
          options={[
            { value: 'yes', label: '已见到' },
            { value: 'no', label: '未见到' },
          ]}
        />
      </Form.Item>
      {seen === 'yes' ? (
        <div className="form-pair">
          <Form.Item
            label="哪一天见到"
            name="on"
            rules={[
              { required: true, message: '请填写日期' },
              {
                validator: (_, on: string | undefined) =>
                  on !== undefined && on > today ? Promise.reject(new Error('日期不能晚于今天')) : Promise.resolve(),
              },
            ]}
          >
            <DayField max={today} testId="seen-on" />
          </Form.Item>
          <Form.Item label="由谁见到" name="by" rules={[{ required: true, message: '请选择岗位' }]}>
            <Select
              placeholder="选择岗位"
              options={POSTS.map((post) => ({ value: post, label: postTitle(post) }))}
              showSearch={{ optionFilterProp: 'label' }}
              data-testid="seen-by"
            />
          </Form.Item>
        </div>
      ) : null}
      {seen === 'no' ? (
        <Notice
          className="close-notice"
          type="warning"
          showIcon
          title="红色预警须先见到孩子才能办结"
          description="请先签收并安排上门，见到孩子后再办结；确有危险的，立即报警或启动紧急安置。"
        />
      ) : null}
    </>
  );
}

interface Props {
  readonly alert: Alert;
  readonly onDone: () => void;
  readonly onCancel: () => void;
}

/** Closes an alert with a verdict. */
export function CloseDialog({ alert, onDone, onCancel }: Props): ReactNode {
  const [form] = Form.useForm<Entry>();
  const seen = Form.useWatch('seen', form);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string>();
  const red = alert.level === RED;
  const submit = (entry: Entry): void => {
    setBusy(true);
    setError(undefined);
    api
      .closeAlert(closingOf(alert.alert, entry), alert.version)
      .then(onDone, (problem: unknown) => setError(explainLine(problem)))
      .finally(() => setBusy(false));
  };
  return (
    <Modal
      open
      title="办结预警"
      okText="确认办结"
      cancelText="取消"
      onOk={form.submit}
      onCancel={onCancel}
      confirmLoading={busy}
      okButtonProps={{ 'data-testid': 'close-ok', disabled: red && seen === 'no' }}
      width={560}
    >
      <div className="close-what" data-testid="close-dialog">
        <LevelTag level={alert.level} /> {alert.name ?? ''} <b>{alert.title}</b>
      </div>
      <Form<Entry> form={form} layout="vertical" onFinish={submit} disabled={busy}>
        <Form.Item label="结论" name="verdict" rules={[{ required: true, message: '请选择结论' }]}>
          <Radio.Group className="verdict-list" data-testid="verdict">
            {VERDICTS.map((verdict) => (
              <Radio key={verdict} value={verdict} data-testid={`verdict-${verdict}`}>
                <b>{verdictTitle(verdict)}</b> <span className="quiet">{VERDICT_HINTS[verdict]}</span>
              </Radio>
            ))}
          </Radio.Group>
        </Form.Item>
        {red ? <Seen /> : null}
        <Form.Item label="说明" name="reason" extra="说明将加密保存，仅供有权人员查阅。">
          <Input.TextArea rows={3} maxLength={MAX_REASON} showCount data-testid="reason" />
        </Form.Item>
      </Form>
      <FormError error={error} />
    </Modal>
  );
}
