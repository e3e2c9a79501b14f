import { count, Facts, Icon, moment, Panel } from '@lianhu/ui';
import { App, Button } from 'antd';
import type { ReactNode } from 'react';
import { audit } from '../api/audit-client';
import { Loaded, useView } from '../shell/loaded';

/** Copies text where the browser allows it; says so either way. */
export function CopyButton({ text, what }: { readonly text: string; readonly what: string }): ReactNode {
  const { message } = App.useApp();
  const copy = (): void => {
    const copied = navigator.clipboard?.writeText(text) ?? Promise.reject(new Error('no clipboard'));
    copied.then(
      () => void message.success(`${what}已复制`),
      () => void message.warning('浏览器不允许复制，请手工选取'),
    );
  };
  return (
    <Button size="small" icon={<Icon name="copy" size={14} />} onClick={copy}>
      复制
    </Button>
  );
}

/** The log's head: how long it is, its root, and the signed checkpoint. */
export function LogHeadPanel(): ReactNode {
  const remote = useView('head', (signal) => audit.head(signal), ['departments', 'overview']);
  return (
    <Panel title="日志头与检查点" extra="一次签名覆盖此前全部事件：改动任何一条，根就不同" testId="log-head">
      <Loaded remote={remote}>
        {(head) => (
          <>
            <Facts
              items={[
                ['最新序号', count(head.position)],
                ['树大小', count(head.treeSize ?? head.position)],
                ['收讫时间', moment(head.recordedAt)],
              ]}
            />
            <div className="root-line">
              <span className="quiet">默克尔根</span>
              <code className="hash" data-testid="root">
                {head.root}
              </code>
              <CopyButton text={head.root} what="根" />
            </div>
            {head.checkpoint === undefined ? null : (
              <>
                <div className="root-line">
                  <span className="quiet">签名检查点</span>
                  <CopyButton text={head.checkpoint} what="检查点" />
                </div>
                <pre className="code-block" data-testid="checkpoint">
                  {head.checkpoint.trim()}
                </pre>
              </>
            )}
          </>
        )}
      </Loaded>
    </Panel>
  );
}
