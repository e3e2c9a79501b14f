import { quarterName, shortDate } from '@lianhu/ui';
import { App, Button, Form, Input, Modal } from 'antd';
import { useState, type ReactNode } from 'react';
import { reports } from '../api/audit-client';
import { explainLine } from '../api/problem';
import type { Report } from '../api/report-types';
import { setQuery } from '../shell/router';

/** Longest reason. Unit: characters. */
const MAX_REASON = 500;

/** 重报: the office's head gives the reason; the next version is counted from the log, the earlier ones stay. */
export function Restate({ report, reload }: { readonly report: Report; readonly reload: () => void }): ReactNode {
  const { message } = App.useApp();
  const [open, setOpen] = useState(false);
  const [busy, setBusy] = useState(false);
  const [form] = Form.useForm<{ reason: string }>();
  const name = quarterName(report.quarter);
  const restate = async ({ reason }: { reason: string }): Promise<void> => {
    setBusy(true);
    try {
      await reports.restate(report.quarter, reason.trim());
      void message.success(`${name}季报已重报`);
      setOpen(false);
      reload();
    } catch (problem) {
      void message.error(explainLine(problem));
    } finally {
      setBusy(false);
    }
  };
  return (
    <>
      <Button size="small" onClick={() => setOpen(true)} data-testid="restate">
        重报
      </Button>
      <Modal
        title={`重报${name}季报`}
        open={open}
        okText="出具新版"
        cancelText="取消"
        confirmLoading={busy}
        okButtonProps={{ 'data-testid': 'restate-ok' }}
        onOk={() => form.submit()}
        onCancel={() => setOpen(false)}
      >
        <p>
          按日志现有的更正重新计算，出具第 {(report.version ?? 1) + 1} 版；第 {report.version ?? 1} 版保留，可随时查看。
        </p>
        <Form form={form} layout="vertical" onFinish={(values) => void restate(values)}>
          <Form.Item name="reason" label="理由" rules={[{ required: true, whitespace: true, message: '请写明理由' }]}>
            <Input.TextArea rows={3} maxLength={MAX_REASON} showCount data-testid="restate-reason" />
          </Form.Item>
        </Form>
      </Modal>
    </>
  );
}

/** Every version of a restated report; the one in front is no button. */
export function Versions({ report }: { readonly report: Report }): ReactNode {
  return (report.versions ?? []).map(({ version, on }) => (
    <Button
      key={version}
      size="small"
      type="link"
      disabled={version === report.version}
      onClick={() => setQuery({ quarter: report.quarter, version: String(version) })}
      data-testid={`version-${version}`}
    >
      第 {version} 版（{shortDate(on)}）
    </Button>
  ));
}
