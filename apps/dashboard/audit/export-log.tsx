import { dateOf, Icon, Panel } from '@lianhu/ui';
import { Alert, Button, Form, Input } from 'antd';
import { useState, type ReactNode } from 'react';
import { audit } from '../api/audit-client';
import { explainLine } from '../api/problem';

interface Entry {
  readonly from?: string;
  readonly to?: string;
  readonly subject?: string;
  readonly known?: string;
}
const POSITION = { pattern: /^[1-9]\d{0,15}$/, message: '请填写正整数' };
const positionOf = (text: string | undefined): number | undefined => (text === undefined || text === '' ? undefined : Number(text));

/** Downloads the log, a range of it or one subject's lines, with proofs. */
export function ExportLog(): ReactNode {
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string>();
  const [form] = Form.useForm<Entry>();
  const save = ({ from, to, subject, known }: Entry, format: 'ndjson' | 'zip'): void => {
    const about = subject?.trim() ?? '';
    setBusy(true);
    setError(undefined);
    audit
      .export(
        { from: positionOf(from), to: positionOf(to), known: positionOf(known), ...(about === '' ? {} : { subject: about }) },
        `lianhu-${dateOf(Date.now())}.${format}`,
        format,
      )
      .catch((problem: unknown) => setError(explainLine(problem)))
      .finally(() => setBusy(false));
  };
  return (
    <Panel title="导出日志" extra="不填则导出全部" testId="export">
      <Form<Entry> form={form} layout="vertical" onFinish={(entry) => save(entry, 'ndjson')} disabled={busy} className="inline-form">
        <Form.Item label="起始序号" name="from" rules={[POSITION]}>
          <Input inputMode="numeric" placeholder="1" maxLength={16} />
        </Form.Item>
        <Form.Item label="结束序号" name="to" rules={[POSITION]}>
          <Input inputMode="numeric" placeholder="最新" maxLength={16} />
        </Form.Item>
        <Form.Item label="单个对象" name="subject" rules={[{ pattern: /^\s*(child|case|org)-[\w-]+\s*$/, message: '形如 child-…、case-…' }]}>
          <Input placeholder="child-… 或 case-…" maxLength={80} />
        </Form.Item>
        <Form.Item label="对方持有的检查点" name="known" rules={[POSITION]}>
          <Input inputMode="numeric" placeholder="其第二行的数" maxLength={16} data-testid="export-known" />
        </Form.Item>
        <Form.Item label=" ">
          <Button type="primary" htmlType="submit" loading={busy} icon={<Icon name="download" size={16} />} data-testid="export-save">
            导出 NDJSON
          </Button>
        </Form.Item>
        <Form.Item label=" ">
          <Button
            onClick={() =>
              void form.validateFields().then(
                (entry) => save(entry, 'zip'),
                () => undefined,
              )
            }
            icon={<Icon name="download" size={16} />}
            data-testid="export-zip"
          >
            导出 ZIP（附离线核验页）
          </Button>
        </Form.Item>
      </Form>
      {error === undefined ? null : <Alert type="error" showIcon title={error} />}
      <p className="quiet hint">
        导出文件含检查点或证明，不含姓名、证件号码等明文；每次导出均有查阅记录。导出一段或单个对象而对方的信任文件带有检查点时，须填写该检查点的大小，否则对方无法判断。
      </p>
    </Panel>
  );
}
