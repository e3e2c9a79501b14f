import { Icon, useNarrow } from '@lianhu/ui';
import { App, Button, Drawer } from 'antd';
import { useState, type ReactNode } from 'react';
import { api } from '../api/client';
import { explainLine } from '../api/problem';
import type { SessionUser } from '../api/types';
import { useOutbox } from '../forms/use-outbox';
import { PasswordDialog } from '../session/change-password';
import { LoadingBanner } from '../session/loading-banner';
import { useSession, useUser } from '../session/session';
import { departmentTitle, purposeTitle, roleTitle } from '../words/titles';
import { Brand } from './brand';
import { menuOf, type PageEntry } from './menu';
import { Link, usePlace } from './router';

/** Entries of the bottom bar beside 更多. */
const BAR = 4;

const here = (path: string, page: PageEntry): boolean => path === page.path || path.startsWith(`${page.path}/`);

function MenuLink({
  page,
  short = false,
  onClick,
}: {
  readonly page: PageEntry;
  readonly short?: boolean;
  readonly onClick?: () => void;
}): ReactNode {
  const { path } = usePlace();
  return (
    <Link
      href={page.path}
      className="menu-link"
      aria-current={here(path, page) ? 'page' : undefined}
      data-testid={`menu-${page.id}`}
      onClick={onClick}
    >
      <Icon name={page.icon} size={short ? 20 : 18} />
      <span>{short ? page.short : page.title}</span>
    </Link>
  );
}

/** Why the signed-in person reads, always in sight, with the way to change it. */
function PurposeChip(): ReactNode {
  const { session, setPurposeOpen } = useSession();
  if ((session.purposes?.length ?? 0) === 0) return null;
  const title =
    session.purpose === undefined
      ? '未选择'
      : (session.purposes?.find(({ code }) => code === session.purpose)?.title ?? purposeTitle(session.purpose));
  return (
    <span className="purpose-chip" data-testid="purpose">
      <span className="purpose-chip-label">查阅目的</span>
      <b>{title}</b>
      <Button type="link" size="small" onClick={() => setPurposeOpen(true)} data-testid="purpose-change">
        更换
      </Button>
    </span>
  );
}

/** Where somebody stands and as what; on a telephone the first, where there is one. */
function standing({ role, roleTitle: title = roleTitle(role), placeName, department }: SessionUser, narrow: boolean): string {
  const place = placeName ?? (department === undefined ? undefined : departmentTitle(department));
  return place === undefined ? title : narrow ? place : `${place} · ${title}`;
}

function User(): ReactNode {
  const { reload } = useSession();
  const user = useUser();
  const narrow = useNarrow();
  const [changing, setChanging] = useState(false);
  const { message, modal } = App.useApp();
  const { outbox } = useOutbox();
  // Without the line nobody is signed out, and nothing is thrown away.
  const leave = (): Promise<void> =>
    api
      .signOut()
      .then(() => outbox.clear())
      .catch((problem: unknown) => void message.error(explainLine(problem)))
      .finally(reload);
  const signOut = async (): Promise<void> => {
    const unsent = await outbox.unsent();
    if (unsent === 0) return leave();
    void modal.confirm({
      title: `还有 ${unsent} 件填报没有送出`,
      content: '退出登录后不可恢复。请先提交，或保持登录等待自动送出。',
      okText: '放弃并退出',
      cancelText: '返回',
      okButtonProps: { danger: true, 'data-testid': 'leave-anyway' },
      onOk: leave,
    });
  };
  return (
    <div className="user" data-testid="user">
      <div className="user-words">
        <span className="user-name">{user.name}</span>
        <span className="user-role">{standing(user, narrow)}</span>
      </div>
      <Button
        type="text"
        size="small"
        icon={<Icon name="key" size={17} />}
        onClick={() => setChanging(true)}
        aria-label="修改口令"
        title="修改口令"
        data-testid="change-password"
      >
        {narrow ? null : '修改口令'}
      </Button>
      <Button
        type="text"
        size="small"
        icon={<Icon name="leave" size={17} />}
        onClick={() => void signOut()}
        aria-label="退出登录"
        title="退出登录"
        data-testid="sign-out"
      />
      <PasswordDialog open={changing} onClose={() => setChanging(false)} />
    </div>
  );
}

const DemonstrationMark = (): ReactNode =>
  useSession().session.demonstration === true ? (
    <span className="demo-mark" data-testid="demonstration">
      演示数据
    </span>
  ) : null;

function LiveMark(): ReactNode {
  const { live, session } = useSession();
  if (session.purpose === undefined && (session.purposes?.length ?? 0) > 0) return null;
  return (
    <span className={`live-mark ${live ? 'live-on' : ''}`} role="status" data-testid="live">
      {live ? '实时更新' : '正在连接…'}
    </span>
  );
}

function BottomBar({ pages }: { readonly pages: readonly PageEntry[] }): ReactNode {
  const [open, setOpen] = useState(false);
  const { path } = usePlace();
  const fits = pages.length <= BAR + 1;
  const first = fits ? pages : pages.slice(0, BAR);
  const rest = fits ? [] : pages.slice(BAR);
  return (
    <nav className="bottom-bar no-print" aria-label="主菜单">
      {first.map((page) => (
        <MenuLink key={page.id} page={page} short />
      ))}
      {rest.length === 0 ? null : (
        <button
          type="button"
          className="menu-link"
          onClick={() => setOpen(true)}
          aria-current={rest.some((page) => here(path, page)) ? 'page' : undefined}
          data-testid="menu-more"
        >
          <Icon name="more" size={20} />
          <span>更多</span>
        </button>
      )}
      <Drawer open={open} onClose={() => setOpen(false)} placement="bottom" size={90 + rest.length * 52} title="更多页面" rootClassName="more-drawer">
        {rest.map((page) => (
          <MenuLink key={page.id} page={page} onClick={() => setOpen(false)} />
        ))}
      </Drawer>
    </nav>
  );
}

/** The frame around every page: who, why, what data, and the menu of the role. */
export function Shell({ children }: { readonly children: ReactNode }): ReactNode {
  const { session } = useSession();
  const pages = menuOf(useUser().role);
  const narrow = useNarrow();
  return (
    <div className="shell" data-testid="shell">
      <a className="skip-link" href="#content">
        跳到正文
      </a>
      <header className="top-bar no-print">
        <Link href="/" className="brand" aria-label="联护首页">
          <Brand />
          <b>联护</b>
          {narrow ? null : <span>{session.areaName ?? ''}未成年人保护信息共享枢纽</span>}
        </Link>
        <DemonstrationMark />
        <div className="top-bar-right">
          {narrow ? null : <LiveMark />}
          {narrow ? null : <PurposeChip />}
          <User />
        </div>
      </header>
      {narrow ? (
        <div className="purpose-row no-print">
          <PurposeChip />
          <LiveMark />
        </div>
      ) : null}
      {session.demonstration === true ? <div className="print-only print-mark">演示数据</div> : null}
      <LoadingBanner />
      <div className="shell-body">
        {narrow ? null : (
          <nav className="side-menu no-print" aria-label="主菜单">
            <div className="side-menu-links">
              {pages.map((page) => (
                <MenuLink key={page.id} page={page} />
              ))}
            </div>
          </nav>
        )}
        <main id="content" className="content" tabIndex={-1}>
          {children}
        </main>
      </div>
      {narrow ? <BottomBar pages={pages} /> : null}
    </div>
  );
}
