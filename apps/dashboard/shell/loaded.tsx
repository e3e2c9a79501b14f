import { Icon, moment, RemotePanel, useRemote, type Remote } from '@lianhu/ui';
import { Button } from 'antd';
import { useEffect, useState, type ReactNode } from 'react';
import { useLive } from '../api/live';
import { explain } from '../api/problem';
import type { Updating } from '../api/report-types';
import type { AsOf } from '../api/types';
import { useSession } from '../session/session';

/** Until figures that are not the newest are asked for again. Unit: milliseconds. */
const AGAIN_MS = 15_000;

/** Fetches what a page shows, anew after hints about `views` and after a change of purpose. */
export function useView<T>(key: string, load: (signal: AbortSignal) => Promise<T>, views: readonly string[] = [], keep = false): Remote<T> {
  const { epoch } = useSession();
  const remote = useRemote(`${epoch} ${key}`, load, keep);
  useLive(views, remote.reload);
  return remote;
}

/** RemotePanel that explains the API's problems. */
export const Loaded = <T,>({
  remote,
  children,
  lines,
}: {
  readonly remote: Remote<T>;
  readonly children: (data: T) => ReactNode;
  readonly lines?: number;
}): ReactNode => (
  <RemotePanel remote={remote} explain={explain} lines={lines}>
    {children}
  </RemotePanel>
);

/** 数据截至: the moment of the log that a view shows. */
export const AsOfNote = ({ asOf }: { readonly asOf: AsOf | undefined }): ReactNode =>
  asOf?.recordedAt === undefined ? null : (
    <span data-testid="as-of" className="as-of-note">
      数据截至 {moment(asOf.recordedAt)}
      {asOf.position === undefined ? '' : ` · 日志序号 ${asOf.position.toLocaleString('en-US')}`}
    </span>
  );

/** 正在计入: figures that are not the newest yet; they are asked for again by themselves. */
export function UpdatingNote({ updating, reload }: { readonly updating: Updating | undefined; readonly reload: () => void }): ReactNode {
  useEffect(() => {
    if (updating === undefined) return undefined;
    const timer = setTimeout(reload, AGAIN_MS);
    return () => clearTimeout(timer);
  }, [updating, reload]);
  return updating === undefined ? null : (
    <span className="tag tag-warn" data-testid="updating">
      正在计入新的事件，现为截至 {moment(updating.asOf)} 的数字，稍后自动更新
    </span>
  );
}

/** 有更新: for readings that are recorded under somebody's name, which a page must not repeat by itself. */
export function Renewal({ views, remote }: { readonly views: readonly string[]; readonly remote: Remote<unknown> }): ReactNode {
  const [stale, setStale] = useState<unknown>();
  useLive(views, () => setStale(remote.data));
  if (remote.data === undefined || stale !== remote.data) return null;
  return (
    <Button type="link" size="small" icon={<Icon name="refresh" size={14} />} onClick={remote.reload} data-testid="renew">
      有更新，点击刷新
    </Button>
  );
}
