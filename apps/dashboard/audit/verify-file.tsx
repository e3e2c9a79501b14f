import { DropZone, Panel } from '@lianhu/ui';
import { Alert } from 'antd';
import { useState, type ReactNode } from 'react';
import { audit } from '../api/audit-client';
import { MAX_UPLOAD_BYTES } from '../api/client';
import { explainLine } from '../api/problem';
import type { Verified } from '../api/report-types';

const VERDICTS: Readonly<Record<Verified['verdict'], { readonly type: 'success' | 'error' | 'warning'; readonly title: string }>> = {
  proven: { type: 'success', title: '已证明：从第一条起，每一行、每一处签名和检查点都相符，未被改动' },
  tampered: { type: 'error', title: '已被改动' },
  'cannot-tell': { type: 'warning', title: '无法判定：不是本系统的导出文件，或与本枢纽的信任信息不符' },
};

/** Proven, but something is not in the file. */
const IN_PART = { type: 'warning', title: '已证明所列部分未被改动；文件并非全部内容，缺少的见下' } as const;

type Outcome = Verified | { readonly error: string };
const Verdict = ({ outcome, name }: { readonly outcome: Outcome; readonly name: string }): ReactNode => {
  if ('error' in outcome) return <Alert type="error" showIcon title="未能校验" description={outcome.error} data-testid="verdict" />;
  const { type, title } = outcome.verdict === 'proven' && !outcome.complete ? IN_PART : VERDICTS[outcome.verdict];
  return (
    <div data-testid="verdict" data-verdict={outcome.verdict} data-complete={outcome.complete}>
      <Alert type={type} showIcon title={title} description={[name, outcome.detail].filter((part) => part !== undefined).join(' · ')} />
    </div>
  );
};

/** Checks a dropped export file against this hub's key. Off-line verification by the command is the stronger proof. */
export function VerifyFile(): ReactNode {
  const [busy, setBusy] = useState(false);
  const [done, setDone] = useState<{ readonly name: string; readonly outcome: Outcome }>();
  const verify = (file: File): void => {
    const finish = (outcome: Outcome): void => setDone({ name: file.name, outcome });
    if (file.size > MAX_UPLOAD_BYTES) return finish({ error: '文件超过 512 MB，请使用命令行离线校验' });
    setBusy(true);
    setDone(undefined);
    audit
      .verify(file)
      .then(finish, (problem: unknown) => finish({ error: explainLine(problem) }))
      .finally(() => setBusy(false));
  };
  return (
    <Panel title="校验导出文件" testId="verify">
      <DropZone
        title="把导出文件（.ndjson）拖到这里，或点击选择"
        hint="以本枢纽的公钥校验每一行、每个批次签名和检查点"
        working="正在逐行校验…"
        busy={busy}
        accept=".ndjson,.jsonl,.json,application/x-ndjson"
        label="导出文件"
        testId="verify-file"
        onFile={verify}
      />
      {done === undefined ? null : <Verdict outcome={done.outcome} name={done.name} />}
      <p className="quiet hint">
        离线复核不依赖本系统：导出 ZIP 并打开其中的“核验.html”，或 <code>npm run -s lianhu -- verify 导出文件 --trust 信任文件</code>
      </p>
    </Panel>
  );
}
