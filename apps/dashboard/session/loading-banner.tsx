import { count } from '@lianhu/ui';
import { Progress } from 'antd';
import type { ReactNode } from 'react';
import { useSession } from './session';

/** While the demonstration county is being replayed: how far it is, so that nobody takes half a county for a whole one. */
export function LoadingBanner(): ReactNode {
  const loading = useSession().session.loading;
  if (loading?.state !== 'loading') return null;
  const percent = Math.min(100, Math.max(0, Math.round(loading.percent ?? 0)));
  return (
    <div className="loading-banner" role="status" data-testid="loading-banner">
      <div>
        <b>正在载入演示数据</b>
        <span>
          {loading.date === undefined ? '' : `已推演至 ${loading.date}`}
          {loading.events === undefined ? '' : ` · ${count(loading.events)} 件事件`}
        </span>
      </div>
      <Progress percent={percent} size="small" aria-label={`载入进度 ${percent}%`} />
    </div>
  );
}
