import { PageHead } from '@lianhu/ui';
import type { ReactNode } from 'react';
import { Accesses } from '../audit/accesses';
import { ChildHistory } from '../audit/child-history';
import { ExportLog } from '../audit/export-log';
import { LogHeadPanel } from '../audit/log-head';
import { ReplayQuarter } from '../audit/replay-quarter';
import { ReplayView } from '../audit/replay-view';
import { VerifyFile } from '../audit/verify-file';
import { useUser } from '../session/session';
import { readsAccesses, readsHistory } from '../shell/menu';
import { setQuery, usePlace } from '../shell/router';

const LogTab = (): ReactNode => (
  <>
    <LogHeadPanel />
    <VerifyFile />
    {readsHistory(useUser().role) ? <ExportLog /> : null}
  </>
);
interface Tab {
  readonly key: string;
  readonly title: string;
  readonly body: () => ReactNode;
  readonly for: (role: string) => boolean;
}
const TABS: readonly Tab[] = [
  { key: 'log', title: '日志与校验', body: LogTab, for: () => true },
  { key: 'accesses', title: '查阅记录', body: Accesses, for: readsAccesses },
  { key: 'history', title: '时点回看', body: ChildHistory, for: readsHistory },
  { key: 'refold', title: '复算视图', body: ReplayView, for: readsHistory },
  { key: 'replay', title: '复算季报', body: ReplayQuarter, for: readsHistory },
];

/** 审计: what the log says, whether a file was changed, who read what, and whether a quarter can be recomputed. */
export default function AuditPage(): ReactNode {
  const { query } = usePlace();
  const { role } = useUser();
  const tabs = TABS.filter((each) => each.for(role));
  const tab = tabs.find(({ key }) => key === query.get('tab')) ?? tabs[0];
  const Body = tab?.body ?? LogTab;
  return (
    <div data-testid="page-audit">
      <PageHead title="审计" note="核对日志、回看时点、复算视图与季报、查看查阅记录" />
      <div className="tab-row" role="tablist" aria-label="审计内容">
        {tabs.map(({ key, title }) => (
          <button
            key={key}
            type="button"
            role="tab"
            className="tab"
            aria-selected={tab?.key === key}
            onClick={() => setQuery({ tab: key })}
            data-testid={`tab-${key}`}
          >
            {title}
          </button>
        ))}
      </div>
      <Body />
    </div>
  );
}
