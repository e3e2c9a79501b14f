import { Facts, Icon, moment, PageHead, Panel, shortDate, When } from '@lianhu/ui';
import { Alert, Button, Checkbox } from 'antd';
import type { ReactNode } from 'react';
import { api } from '../api/client';
import type { MinorDetail } from '../api/types';
import { LevelTag } from '../alerts/due';
import { enterAbout } from '../forms/about-child';
import { AsOfPicker } from '../minor/as-of';
import { nameOf, placeOf } from '../minor/minor-rows';
import { Timeline } from '../minor/timeline';
import { useUser } from '../session/session';
import { AsOfNote, Loaded, Renewal, useView } from '../shell/loaded';
import { entersAbout, hasPage, readsHistory } from '../shell/menu';
import { Link, setQuery, usePlace } from '../shell/router';
import { ageText, categoryTitle, needTitle, relationTitle, schoolTitle, sexTitle } from '../words/titles';

type Guardian = NonNullable<MinorDetail['guardians']>[number];
const guardianText = (guardian: Guardian): string => {
  if (typeof guardian === 'string') return guardian;
  return [guardian.rel === undefined ? undefined : relationTitle(guardian.rel), guardian.name, guardian.phone]
    .filter((part) => part !== undefined)
    .join(' ');
};

const list = (words: readonly string[]): ReactNode =>
  words.length === 0 ? (
    <span className="quiet">无</span>
  ) : (
    <span className="tags">
      {words.map((word) => (
        <span key={word} className="tag">
          {word}
        </span>
      ))}
    </span>
  );

function OpenAlerts({ minor }: { readonly minor: MinorDetail }): ReactNode {
  const { role } = useUser();
  if ((minor.openAlerts ?? 0) === 0) return <span className="quiet">{minor.openAlerts === 0 ? '无' : '—'}</span>;
  const words = (
    <span className="tags">
      <LevelTag level={minor.alertLevel} /> {minor.openAlerts} 条
    </span>
  );
  return hasPage(role, 'alerts') ? <Link href="/alerts">{words}</Link> : words;
}

const Summary = ({ minor }: { readonly minor: MinorDetail }): ReactNode => (
  <Facts
    items={[
      ['性别', sexTitle(minor.sex)],
      ['年龄', ageText(minor.age, minor.ageBand)],
      ...(minor.birthDate === undefined ? [] : ([['出生日期', shortDate(minor.birthDate)]] as const)),
      ['居住地', placeOf(minor) || '—'],
      ['对象类别', minor.categories === undefined ? '—' : list(minor.categories.map(categoryTitle))],
      ['就学', minor.school === null ? '无异常' : schoolTitle(minor.school)],
      ['委托照护协议', minor.agreement === undefined ? '—' : minor.agreement ? '有效' : '无'],
      ['未办结预警', <OpenAlerts key="alerts" minor={minor} />],
      ...((minor.needs?.length ?? 0) === 0 ? [] : ([['需求', list((minor.needs ?? []).map(needTitle))]] as const)),
      ...((minor.guardians?.length ?? 0) === 0 ? [] : ([['监护人', (minor.guardians ?? []).map(guardianText).join('；')]] as const)),
      ['登记日期', shortDate(minor.registeredOn)],
      ['最近动态', <When key="last" at={minor.lastEventAt} />],
    ]}
  />
);

/** Who was told and answered: many a record, and none about the child, so only on demand. */
const Notices = ({ shown }: { readonly shown: boolean }): ReactNode => (
  <Checkbox
    checked={shown}
    onChange={({ target }) => setQuery({ notices: target.checked ? 'true' : undefined, before: undefined })}
    data-testid="with-notices"
  >
    含通知往来
  </Checkbox>
);

/** Ways to the parts of a long timeline that are not shown; nothing under one that is shown whole. */
function OtherPart({ before, earlier, shown }: { readonly before: string; readonly earlier?: string; readonly shown: number }): ReactNode {
  if (before === '' && earlier === undefined) return null;
  return (
    <p className="quiet no-print" data-testid="timeline-earlier">
      本页显示 {shown} 条。
      {earlier === undefined ? null : <Button onClick={() => setQuery({ before: earlier })}>查看更早的记录</Button>}{' '}
      {before === '' ? null : <Button onClick={() => setQuery({ before: undefined })}>回到最近的记录</Button>}
    </p>
  );
}

/** One child's file; auditors and inspectors may go back to a moment of the log. */
export default function MinorPage(): ReactNode {
  const { path, query } = usePlace();
  const { role } = useUser();
  const minorRef = decodeURIComponent(path.split('/')[2] ?? '');
  const asOf = query.get('asOf') ?? '';
  const before = query.get('before') ?? '';
  const withNotices = query.get('notices') === 'true';
  const part = { asOf, before, without: withNotices ? '' : 'notices' } as const;
  const remote = useView(`minor ${minorRef} ${JSON.stringify(part)}`, (signal) => api.minor(minorRef, part, signal));
  const title = remote.data?.minor.name ?? '一人一档';
  const back = (
    <Link href="/minors" className="back-link no-print">
      <Icon name="back" size={16} /> 返回名册
    </Link>
  );
  const minor = remote.data?.minor;
  const actions = (
    <span className="panel-actions no-print">
      {minor === undefined || asOf !== '' || !entersAbout(role) ? null : (
        <Button type="primary" onClick={() => enterAbout(minorRef, nameOf({ ...minor, minorRef }))} data-testid="enter-about">
          填报
        </Button>
      )}
      <Button icon={<Icon name="print" size={16} />} onClick={() => window.print()}>
        打印
      </Button>
    </span>
  );
  return (
    <div data-testid="page-minor">
      {back}
      <PageHead
        title={title}
        note={
          <>
            {remote.data?.minor.name === undefined ? <code className="ref">{minorRef}</code> : '一人一档'} <AsOfNote asOf={remote.data?.asOf} />
          </>
        }
        actions={actions}
      />
      {readsHistory(role) ? (
        <Panel title="回看时点" testId="history">
          <AsOfPicker value={asOf} onChange={(moment) => setQuery({ asOf: moment, before: undefined })} />
        </Panel>
      ) : null}
      {asOf === '' ? null : (
        <Alert
          className="as-of-alert"
          type="info"
          showIcon
          title={`正在查看历史状态：${/^\d+$/.test(asOf) ? `日志序号 ${asOf}` : moment(asOf)}。此后发生的事件不在其中。`}
        />
      )}
      <Loaded remote={remote} lines={8}>
        {({ minor, timeline, earlier, leftOut }) => (
          <>
            <Panel title="基本情况" testId="minor-facts">
              <Summary minor={minor} />
            </Panel>
            <Panel title="事件时间线" extra={asOf === '' ? <Renewal views={['minors']} remote={remote} /> : undefined}>
              <Timeline events={timeline} notices={withNotices || leftOut === true ? <Notices shown={withNotices} /> : undefined} />
              <OtherPart before={before} earlier={earlier === true ? timeline.at(-1)?.handle : undefined} shown={timeline.length} />
            </Panel>
          </>
        )}
      </Loaded>
    </div>
  );
}
