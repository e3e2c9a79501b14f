import { Panel } from '@lianhu/ui';
import { Form, Input } from 'antd';
import { useState, type ReactNode } from 'react';
import { AsOfPicker } from '../minor/as-of';
import { navigate } from '../shell/router';

const REFERENCE = /^(child|minor)-[\w-]{22}$/;

/** Goes to one child's file as of a moment or a position. */
export function ChildHistory(): ReactNode {
  const [minorRef, setMinorRef] = useState('');
  const [tried, setTried] = useState(false);
  const valid = REFERENCE.test(minorRef.trim());
  const show = (asOf: string): void => {
    setTried(true);
    if (valid) navigate(`/minors/${encodeURIComponent(minorRef.trim())}?asOf=${encodeURIComponent(asOf)}`);
  };
  return (
    <Panel title="回看某个未成年人在某一时点的档案" testId="child-history">
      <p className="quiet">按当时已收讫的事件重新归并，得到的就是当时系统里的样子。</p>
      <Form layout="vertical">
        <Form.Item
          label="未成年人编号"
          validateStatus={tried && !valid ? 'error' : undefined}
          help={tried && !valid ? '形如 child- 后接 22 位字符' : undefined}
        >
          <Input
            value={minorRef}
            onChange={(event) => setMinorRef(event.target.value)}
            placeholder="child-…"
            maxLength={40}
            data-testid="history-ref"
          />
        </Form.Item>
      </Form>
      <AsOfPicker value="" onChange={show} />
    </Panel>
  );
}
