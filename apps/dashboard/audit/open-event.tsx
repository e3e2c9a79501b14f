import { Facts, moment } from '@lianhu/ui';
import { Button, Drawer } from 'antd';
import { useState, type ReactNode } from 'react';
import { replays, type LogLine } from '../api/replay-client';
import { useTypeTitles } from '../catalogue/use-type-titles';
import { Loaded, useView } from '../shell/loaded';
import { departmentTitle, sensitivityTitle } from '../words/titles';

const Line = ({ line }: { readonly line: LogLine | undefined }): ReactNode => {
  const typeTitle = useTypeTitles();
  const { claim, stamp, bound } = line ?? {};
  if (claim === undefined) return <p className="quiet">这一条的内容不在您的权限范围内。</p>;
  return (
    <>
      <Facts
        items={[
          ['类型', typeTitle(String(claim['type']))],
          ['部门', departmentTitle(String(claim['department']))],
          ['发生时间', moment(String(claim['time']))],
          ['收讫时间', moment(stamp?.recordedAt)],
          ['敏感级别', sensitivityTitle(stamp?.level)],
          ['对象', <code key="subject">{String(bound?.['subject'] ?? '—')}</code>],
        ]}
      />
      <pre className="code-block">{JSON.stringify(claim.data ?? {}, null, 2)}</pre>
    </>
  );
};

function Opened({ position }: { readonly position: number }): ReactNode {
  const remote = useView(`line ${position}`, (signal) => replays.line(position, signal));
  return <Loaded remote={remote}>{(line) => <Line line={line} />}</Loaded>;
}

/** A position of the log that opens as a line, as far as the reader may see it; opening it is recorded. */
export function OpenEvent({ position, children }: { readonly position: number; readonly children?: ReactNode }): ReactNode {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button type="link" size="small" className="open-event" onClick={() => setOpen(true)} data-testid="open-event">
        {children ?? position}
      </Button>
      <Drawer open={open} onClose={() => setOpen(false)} title={`日志第 ${position} 条`} size={520} destroyOnHidden>
        {open ? <Opened position={position} /> : null}
      </Drawer>
    </>
  );
}
