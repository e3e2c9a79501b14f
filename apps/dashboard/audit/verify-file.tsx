import { Icon, Panel } from '@lianhu/ui';
import { Alert, Spin } from 'antd';
import { useRef, useState, type DragEvent, type ReactNode } from 'react';
import { audit } from '../api/audit-client';
import { MAX_UPLOAD_BYTES } from '../api/client';
import { explainLine } from '../api/problem';
import type { Verified } from '../api/report-types';

const VERDICTS: Readonly<Record<Verified['verdict'], { readonly type: 'success' | 'error' | 'warning'; readonly title: string }>> = {
  proven: { type: 'success', title: '已证明：每一行、每一处签名和检查点都相符，未被改动' },
  tampered: { type: 'error', title: '已被改动' },
  'cannot-tell': { type: 'warning', title: '无法判定：不是本系统的导出文件，或与本枢纽的信任信息不符' },
};

type Outcome = Verified | { readonly error: string };
const Verdict = ({ outcome, name }: { readonly outcome: Outcome; readonly name: string }): ReactNode => {
  if ('error' in outcome) return <Alert type="error" showIcon title="未能校验" description={outcome.error} data-testid="verdict" />;
  const { type, title } = VERDICTS[outcome.verdict];
  return (
    <div data-testid="verdict" data-verdict={outcome.verdict}>
      <Alert type={type} showIcon title={title} description={[name, outcome.detail].filter((part) => part !== undefined).join(' · ')} />
    </div>
  );
};

/** Checks a dropped export file against this hub's key. Off-line verification by the command is the stronger proof. */
export function VerifyFile(): ReactNode {
  const input = useRef<HTMLInputElement>(null);
  const [busy, setBusy] = useState(false);
  const [over, setOver] = useState(false);
  const [done, setDone] = useState<{ readonly name: string; readonly outcome: Outcome }>();
  const verify = (file: File | undefined): void => {
    if (file === undefined || busy) return;
    const finish = (outcome: Outcome): void => setDone({ name: file.name, outcome });
    if (file.size > MAX_UPLOAD_BYTES) return finish({ error: '文件超过 512 MB，请使用命令行离线校验' });
    setBusy(true);
    setDone(undefined);
    audit
      .verify(file)
      .then(finish, (problem: unknown) => finish({ error: explainLine(problem) }))
      .finally(() => setBusy(false));
  };
  const drop = (event: DragEvent): void => {
    event.preventDefault();
    setOver(false);
    verify(event.dataTransfer.files[0]);
  };
  return (
    <Panel title="校验导出文件" testId="verify">
      <button
        type="button"
        className={`drop ${over ? 'drop-over' : ''}`}
        disabled={busy}
        onClick={() => input.current?.click()}
        onDrop={drop}
        onDragLeave={() => setOver(false)}
        onDragOver={(event) => (event.preventDefault(), setOver(true))}
        data-testid="verify-drop"
      >
        {busy ? <Spin /> : <Icon name="upload" size={26} />}
        <b>{busy ? '正在逐行校验…' : '把导出文件（.ndjson）拖到这里，或点击选择'}</b>
        <span>以本枢纽的公钥校验每一行、每个批次签名和检查点</span>
      </button>
      <input
        ref={input}
        type="file"
        accept=".ndjson,.jsonl,.json,application/x-ndjson"
        className="sr-only"
        aria-label="导出文件"
        tabIndex={-1}
        data-testid="verify-file"
        onChange={(event) => (verify(event.target.files?.[0]), (event.target.value = ''))}
      />
      {done === undefined ? null : <Verdict outcome={done.outcome} name={done.name} />}
      <p className="quiet hint">
        离线复核不依赖本系统：导出 ZIP 并打开其中的“核验.html”，或 <code>npm run -s lianhu -- verify 导出文件 --trust 信任文件</code>
      </p>
    </Panel>
  );
}
