import { ErrorPanel, RemotePanel, type Remote } from '@lianhu/ui';
import { Component, lazy, Suspense, useEffect, type ComponentType, type ReactNode } from 'react';
import { explain } from './api/problem';
import type { Session } from './api/types';
import { OutboxProvider } from './forms/use-outbox';
import { FirstPassword } from './session/change-password';
import { PurposeDialog } from './session/purpose-dialog';
import { needsPurpose, SessionProvider, useSession, useUser } from './session/session';
import { SignIn } from './session/sign-in';
import { hasPage, menuOf, pageAt, type PageId } from './shell/menu';
import { navigate, usePlace } from './shell/router';
import { Shell } from './shell/shell';

/** Each page is fetched when it is first opened. */
const VIEWS: Readonly<Record<PageId, ComponentType>> = {
  home: lazy(() => import('./pages/home')),
  inbox: lazy(() => import('./pages/inbox')),
  overview: lazy(() => import('./pages/overview')),
  towns: lazy(() => import('./pages/towns')),
  minors: lazy(() => import('./pages/minors')),
  alerts: lazy(() => import('./pages/alerts')),
  boards: lazy(() => import('./pages/boards')),
  departments: lazy(() => import('./pages/departments')),
  identity: lazy(() => import('./pages/identity')),
  quarantine: lazy(() => import('./pages/quarantine')),
  quarter: lazy(() => import('./pages/quarter')),
  audit: lazy(() => import('./pages/audit')),
  catalogue: lazy(() => import('./pages/catalogue')),
  files: lazy(() => import('./pages/files')),
  entry: lazy(() => import('./pages/entry')),
};
const MinorPage = lazy(() => import('./pages/minor'));

/** A page that breaks says so and leaves the menu usable. */
class Guard extends Component<{ readonly children: ReactNode }, { readonly broken: boolean }> {
  override state = { broken: false };
  static getDerivedStateFromError(): { broken: boolean } {
    return { broken: true };
  }
  override render(): ReactNode {
    if (!this.state.broken) return this.props.children;
    return <ErrorPanel title="页面出现意外错误" detail="请刷新页面；若仍出现，请联系系统管理员。" onRetry={() => window.location.reload()} />;
  }
}

function Page(): ReactNode {
  const { path } = usePlace();
  const { role } = useUser();
  const page = pageAt(path);
  const home = menuOf(role)[0]?.path ?? '/catalogue';
  useEffect(() => {
    if (path === '/') navigate(home, true);
  }, [path, home]);
  useEffect(() => {
    document.title = `${page?.title ?? '首页'} · 联护`;
  }, [page]);
  if (path === '/') return null;
  if (page === undefined) return <ErrorPanel title="没有这个页面" detail="地址可能有误，请从菜单进入。" />;
  if (!hasPage(role, page.id)) return <ErrorPanel title="您的岗位不使用这个页面" detail="如工作需要，请联系未保办。" />;
  const View = page.id === 'minors' && path !== page.path ? MinorPage : VIEWS[page.id];
  return (
    <Guard key={path}>
      <Suspense fallback={null}>
        <View />
      </Suspense>
    </Guard>
  );
}

function Gate(): ReactNode {
  const { session } = useSession();
  if (!session.signedIn) return <SignIn />;
  if (session.oneTimePassword === true) return <FirstPassword />;
  return (
    <OutboxProvider>
      <Shell>{needsPurpose(session) ? <div className="waiting">选择查阅目的后显示内容。</div> : <Page />}</Shell>
      <PurposeDialog key={session.purpose ?? ''} />
    </OutboxProvider>
  );
}

const splash = (remote: Remote<Session>): ReactNode => (
  <div className="splash">
    <RemotePanel remote={remote} explain={explain} lines={4}>
      {() => null}
    </RemotePanel>
  </div>
);

/** The whole dashboard: session first, then purpose, then pages. */
export const Dashboard = (): ReactNode => (
  <SessionProvider splash={splash}>
    <Gate />
  </SessionProvider>
);
