import { Button, Empty, Skeleton } from 'antd';
import type { ReactNode } from 'react';
import type { Remote } from './hooks';
import { Icon } from './icon';

/** An error as a stranger can act on it. */
export interface Explained {
  readonly title: string;
  readonly detail?: string;
}

/** What stands where data could not be shown: what happened, and a button to try again. */
export const ErrorPanel = ({ title, detail, onRetry }: Explained & { readonly onRetry?: () => void }): ReactNode => (
  <div className="ui-error" role="alert" data-testid="error-panel">
    <Icon name="info" size={26} />
    <div className="ui-error-title">{title}</div>
    {detail === undefined ? null : <div className="ui-error-detail">{detail}</div>}
    {onRetry === undefined ? null : (
      <Button onClick={onRetry} size="small">
        重试
      </Button>
    )}
  </div>
);

/** Nothing to show, said in words that fit the place. */
export const Nothing = ({ text }: { readonly text: string }): ReactNode => (
  <Empty className="ui-nothing" image={Empty.PRESENTED_IMAGE_SIMPLE} description={text} />
);

interface Props<T> {
  readonly remote: Remote<T>;
  readonly explain: (error: unknown) => Explained;
  readonly children: (data: T) => ReactNode;
  /** Lines of the grey placeholder while loading. */
  readonly lines?: number;
}

/** Shows a placeholder, an error or the data; data already here stay in sight when fetching them again fails. */
export function RemotePanel<T>({ remote, explain, children, lines = 5 }: Props<T>): ReactNode {
  const { data, error } = remote;
  if (data === undefined) {
    if (error !== undefined) return <ErrorPanel {...explain(error)} onRetry={remote.reload} />;
    return (
      <div className="ui-loading" aria-busy="true" aria-label="加载中">
        <Skeleton active={false} title={false} paragraph={{ rows: lines }} />
      </div>
    );
  }
  return (
    <>
      {error === undefined ? null : (
        <div className="ui-stale" role="status">
          刷新失败，以下是较早的数据（{explain(error).title}）
          <Button type="link" size="small" onClick={remote.reload}>
            重试
          </Button>
        </div>
      )}
      {children(data)}
    </>
  );
}
