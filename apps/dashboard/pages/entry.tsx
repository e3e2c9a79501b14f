import { Icon, moment, Nothing, PageHead, Panel } from '@lianhu/ui';
import { Alert, Button, Input } from 'antd';
import { useEffect, useState, type ReactNode } from 'react';
import { askJson } from '../api/client';
import { childToEnter, forgetChild } from '../forms/about-child';
import type { Draft } from '../forms/draft-store';
import { NO_CHILD, newEntryId, type EnteredChild, type Entry } from '../forms/entry';
import { EntryForm } from '../forms/entry-form';
import type { TypeDocument } from '../forms/form-model';
import type { Sent } from '../forms/outbox';
import { ReceiptPanel } from '../forms/receipt-panel';
import { useOutbox } from '../forms/use-outbox';
import { useUser } from '../session/session';
import { Loaded, useView } from '../shell/loaded';
import { findsChildren } from '../shell/menu';
import { departmentTitle, sensitivityNote, sensitivityTitle } from '../words/titles';

interface FormType {
  readonly type: string;
  readonly version: number;
  readonly title: string;
  readonly level: string;
}
interface FormGroup {
  readonly group: string;
  readonly title: string;
  readonly target: 'department' | 'hub';
  readonly types: readonly FormType[];
}
interface Forms {
  readonly groups: readonly FormGroup[];
  readonly towns: readonly { readonly town: string; readonly name: string }[];
  readonly villages?: readonly { readonly village: string; readonly name: string }[];
}
/** Random bytes of an event id. */
const ID_BYTES = 16;

const opened = ({ type, version, title }: Pick<FormType, 'type' | 'version' | 'title'>, target: Entry['target'], child: EnteredChild): Entry => ({
  id: newEntryId(crypto.getRandomValues(new Uint8Array(ID_BYTES))),
  type,
  version,
  title,
  target,
  time: '',
  child,
  values: {},
});

/** 填报: everything that this person may enter, drafts and the day's receipts. */
export default function EntryPage(): ReactNode {
  const remote = useView('forms', (signal) => askJson<Forms>('/api/forms', { signal }));
  return (
    <div data-testid="page-entry">
      <PageHead title="填报" note="没有业务系统的单位在此填写；与系统推送的事件同一标准、同一回执" />
      <Loaded remote={remote} lines={8}>
        {(forms) => <Desk forms={forms} />}
      </Loaded>
    </div>
  );
}

function Desk({ forms }: { readonly forms: Forms }): ReactNode {
  const { outbox, drafts, sent } = useOutbox();
  const [entry, setEntry] = useState<Entry>();
  const [note, setNote] = useState<string>();
  const [about, setAbout] = useState(childToEnter);
  useEffect(() => forgetChild, []);
  const done = sent.find((one) => one.entry.id === entry?.id);
  const open = (next: Entry | undefined, words?: string): void => {
    setEntry(next);
    setNote(words);
    window.scrollTo(0, 0);
  };
  const again = (one: Sent): void => {
    const group = groupOf(forms, one.entry.type);
    if (group) open(opened(one.entry, group.target, about ?? NO_CHILD));
  };
  const restricted = (now: Entry, instead: string, choice: string): void => {
    const group = groupOf(forms, instead);
    const type = group?.types.find((each) => each.type === instead);
    if (!group || !type) {
      const owner = departmentTitle(instead.split('.')[0]);
      return open(now, `“${choice}”属限制知悉的事实，不在本表填写：由${owner}另行报送；如有侵害线索，请用“线索报告”。`);
    }
    const next = { ...now, type: type.type, version: type.version, title: type.title, target: group.target };
    void outbox.keep(next);
    open(next, `“${choice}”属限制知悉的事实，已自动改用“${type.title}”，已填内容保留。`);
  };
  if (entry === undefined)
    return (
      <>
        {about === undefined ? null : <About label={about.label} onDrop={() => setAbout(undefined)} />}
        <Chooser forms={forms} child={about ?? NO_CHILD} drafts={drafts} sent={sent} onOpen={(next) => open(next)} onDrop={(id) => outbox.drop(id)} />
      </>
    );
  return (
    <>
      <Button type="link" className="back-link no-print" onClick={() => open(undefined)} data-testid="entry-back">
        <Icon name="back" size={16} /> 返回填报目录
      </Button>
      {done === undefined ? (
        <Form key={`${entry.id} ${entry.type}`} forms={forms} entry={entry} note={note} onRestricted={restricted} />
      ) : (
        <>
          <ReceiptPanel sent={done} />
          <div className="entry-actions no-print">
            <Button type="primary" onClick={() => again(done)} data-testid="entry-again">
              继续录入
            </Button>
          </div>
        </>
      )}
    </>
  );
}

const About = ({ label, onDrop }: { readonly label: string; readonly onDrop: () => void }): ReactNode => (
  <Alert
    className="entry-about"
    type="info"
    showIcon
    data-testid="entry-about"
    title={`为 ${label} 填报，请选择要填的表`}
    action={
      <Button size="small" type="link" onClick={onDrop}>
        换人
      </Button>
    }
  />
);

/** Where a child may live: each town, followed by its villages as far as the policy pack names them. */
function homesOf({ towns, villages = [] }: Forms): readonly { readonly value: string; readonly label: string }[] {
  return towns.flatMap(({ town, name }) => [
    { value: town, label: name },
    ...villages.filter(({ village }) => village.startsWith(town)).map((one) => ({ value: one.village, label: `${name} ${one.name}` })),
  ]);
}

const groupOf = ({ groups }: Forms, type: string): FormGroup | undefined => groups.find(({ types }) => types.some((each) => each.type === type));

function Form({
  forms,
  entry,
  note,
  onRestricted,
}: {
  readonly forms: Forms;
  readonly entry: Entry;
  readonly note?: string;
  readonly onRestricted: (entry: Entry, instead: string, choice: string) => void;
}): ReactNode {
  const { drafts } = useOutbox();
  const { role } = useUser();
  const remote = useView(`form ${entry.type} ${entry.version}`, (signal) =>
    askJson<TypeDocument>(`/api/catalogue/${encodeURIComponent(entry.type)}/${entry.version}`, { signal }),
  );
  const towns = forms.towns.map(({ town, name }) => ({ value: town, label: name }));
  const homes = homesOf(forms);
  const queued = drafts.some(({ entry: { id }, state }) => id === entry.id && state === 'queued');
  return (
    <Loaded remote={remote} lines={8}>
      {(document) => (
        <EntryForm
          document={document}
          entry={entry}
          towns={towns}
          homes={homes}
          finds={findsChildren(role)}
          queued={queued}
          note={note}
          onRestricted={onRestricted}
          onSent={() => window.scrollTo(0, 0)}
        />
      )}
    </Loaded>
  );
}

function Chooser({
  forms,
  child,
  drafts,
  sent,
  onOpen,
  onDrop,
}: {
  readonly forms: Forms;
  readonly child: EnteredChild;
  readonly drafts: readonly Draft[];
  readonly sent: readonly Sent[];
  readonly onOpen: (entry: Entry) => void;
  readonly onDrop: (id: string) => void;
}): ReactNode {
  const [words, setWords] = useState('');
  const wanted = words.trim().toLowerCase();
  const groups = forms.groups
    .map((group) => ({ ...group, types: group.types.filter(({ title, type }) => `${group.title} ${title} ${type}`.toLowerCase().includes(wanted)) }))
    .filter(({ types }) => types.length > 0);
  return (
    <>
      {drafts.length === 0 ? null : <Drafts drafts={drafts} onOpen={onOpen} onDrop={onDrop} />}
      {sent.length === 0 ? null : (
        <Panel title="近一天已送出">
          <ul className="entry-list">
            {sent.map((one) => (
              <li key={one.entry.id}>
                <button type="button" onClick={() => onOpen(one.entry)} data-testid="sent-entry">
                  <b>{one.entry.title}</b>
                  <span className="quiet">{one.answer.position === undefined ? '已收下' : `回执编号 ${one.answer.position}`}</span>
                </button>
              </li>
            ))}
          </ul>
        </Panel>
      )}
      <Input
        allowClear
        className="entry-search"
        aria-label="查找要填报的事件"
        placeholder="查找：如 家访、警情、会议"
        prefix={<Icon name="search" size={16} />}
        value={words}
        onChange={(event) => setWords(event.target.value)}
        data-testid="entry-search"
      />
      {groups.length === 0 ? <Nothing text="没有符合的事件类型" /> : null}
      {groups.map(({ group, title, target, types }) => (
        <Panel key={group} title={title} testId={`group-${group}`}>
          <div className="entry-types">
            {types.map((type) => (
              <button type="button" key={type.type} onClick={() => onOpen(opened(type, target, child))} data-testid={`enter-${type.type}`}>
                <span>{type.title}</span>
                <small title={sensitivityNote(type.level)}>{sensitivityTitle(type.level)}</small>
              </button>
            ))}
          </div>
        </Panel>
      ))}
    </>
  );
}

function Drafts({
  drafts,
  onOpen,
  onDrop,
}: {
  readonly drafts: readonly Draft[];
  readonly onOpen: (entry: Entry) => void;
  readonly onDrop: (id: string) => void;
}): ReactNode {
  return (
    <Panel title="草稿与待送" testId="drafts">
      <ul className="entry-list">
        {drafts.map(({ entry, state, savedAt, refused }) => (
          <li key={entry.id}>
            <button type="button" onClick={() => onOpen(entry)} data-testid="draft">
              <b>{entry.title}</b>
              {refused === undefined ? (
                <span className="quiet">{state === 'queued' ? '待连接恢复后送出' : `草稿 ${moment(savedAt)}`}</span>
              ) : (
                <span className="bad">未被接受，尚未送出：{refused}</span>
              )}
            </button>
            <Button type="link" size="small" onClick={() => onDrop(entry.id)}>
              删除
            </Button>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
