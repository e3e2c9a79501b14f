import { moment, Nothing, shortDate } from '@lianhu/ui';
import { Select } from 'antd';
import { useMemo, useState, type ReactNode } from 'react';
import type { EventField, TimelineEvent } from '../api/types';
import { departmentTitle, needTitle, sensitivityNote, sensitivityTitle } from '../words/titles';

/** Later than this after it happened, an event counts as late 迟报. Unit: milliseconds. */
const LATE_AFTER = 24 * 3_600_000;

const departmentOf = (event: TimelineEvent): string => event.departmentName ?? departmentTitle(event.department);
const isLate = (event: TimelineEvent): boolean =>
  event.late === true || (event.recordedAt !== undefined && Date.parse(event.recordedAt) - Date.parse(event.time) > LATE_AFTER);

/** What only programs need of the hub's own events. */
const NOT_FOR_PEOPLE = new Set(['alert', 'evidence', 'ruleVersion']);
const MOMENT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}/;

/** A field's text; the server renders codes, plain values are told as they are. */
function fieldText({ text, value }: EventField): string {
  if (text !== undefined && text !== '') return MOMENT.test(text) ? moment(text) : text;
  if (typeof value === 'boolean') return value ? '是' : '否';
  if (Array.isArray(value)) return value.map(String).join('、');
  return value === undefined || value === null ? '—' : typeof value === 'object' ? JSON.stringify(value) : String(value);
}

const Fields = ({ fields }: { readonly fields: readonly EventField[] }): ReactNode => (
  <dl className="event-fields">
    {fields.map((field) => (
      <div key={field.name}>
        <dt>{field.title ?? field.name}</dt>
        <dd>{fieldText(field)}</dd>
      </div>
    ))}
  </dl>
);

/** What may be known of an event where its content may not: the need and the deadline. */
const Task = ({ task }: { readonly task: NonNullable<TimelineEvent['task']> }): ReactNode => (
  <div className="event-task">
    需求：<b>{task.needTitle ?? needTitle(task.need)}</b>
    {task.dueAt === undefined ? null : `，请于 ${moment(task.dueAt)} 前办理`}
  </div>
);

function EventItem({ event }: { readonly event: TimelineEvent }): ReactNode {
  const shownFields = (event.fields ?? []).filter(({ name }) => !NOT_FOR_PEOPLE.has(name));
  return (
    <li className={event.state === undefined ? 'event' : 'event event-gone'} data-testid="timeline-event" data-state={event.state}>
      <time className="event-time" dateTime={event.time} title={moment(event.time)}>
        {moment(event.time).slice(5)}
      </time>
      <div className="event-body">
        <div className="event-head">
          <b>{event.title ?? '事项'}</b>
          {event.department === undefined && event.departmentName === undefined ? null : <span className="event-from">{departmentOf(event)}</span>}
          {event.state === undefined ? null : (
            <span className="tag tag-gone">
              {event.state === 'withdrawn' ? '已撤回' : '已更正'}
              {event.reason === undefined ? '' : `：${event.reason}`}
            </span>
          )}
          {event.corrects === undefined || event.state !== undefined ? null : <span className="tag">更正件</span>}
          {event.baseline === true ? (
            <span className="tag" title="系统启用前已有的名册，不触发预警">
              补录
            </span>
          ) : null}
          {isLate(event) ? <span className="tag tag-warn">迟报</span> : null}
          {event.level === undefined ? null : (
            <span className="event-level" title={sensitivityNote(event.level)}>
              {sensitivityTitle(event.level)}
            </span>
          )}
        </div>
        {event.task === undefined ? null : <Task task={event.task} />}
        {shownFields.length === 0 ? null : <Fields fields={shownFields} />}
        <div className="event-note">
          {event.recordedAt === undefined ? '' : `收讫 ${moment(event.recordedAt)}`}
          {event.type === undefined || event.task !== undefined ? null : <code>{event.type}</code>}
        </div>
      </div>
    </li>
  );
}

/** Events newest first, gathered by year. */
function byYear(events: readonly TimelineEvent[]): readonly (readonly [year: string, events: readonly TimelineEvent[]])[] {
  const years = new Map<string, TimelineEvent[]>();
  for (const event of [...events].sort((a, b) => Date.parse(b.time) - Date.parse(a.time))) {
    const year = shortDate(event.time).slice(0, 4);
    years.set(year, [...(years.get(year) ?? []), event]);
  }
  return [...years];
}

/** 一人一档: everything that the reader may know of one child, newest first. */
export function Timeline({ events, notices }: { readonly events: readonly TimelineEvent[]; readonly notices?: ReactNode }): ReactNode {
  const [department, setDepartment] = useState<string>();
  const departments = useMemo(
    () =>
      [...new Map(events.flatMap((event) => (event.department === undefined ? [] : [[event.department, departmentOf(event)] as const])))].map(
        ([value, label]) => ({ value, label }),
      ),
    [events],
  );
  const shown = events.filter((event) => department === undefined || event.department === department);
  if (events.length === 0 && !notices) return <Nothing text="没有可查看的记录" />;
  return (
    <>
      {departments.length < 2 && !notices ? null : (
        <div className="filters no-print">
          {departments.length < 2 ? null : (
            <Select aria-label="部门" placeholder="全部部门" allowClear options={departments} value={department} onChange={setDepartment} />
          )}
          {notices}
          <span className="quiet">{shown.length} 条记录</span>
        </div>
      )}
      {byYear(shown).map(([year, items]) => (
        <section key={year} aria-label={`${year}年`}>
          <h3 className="timeline-year">{year}年</h3>
          <ol className="timeline" data-testid="timeline">
            {items.map((event) => (
              <EventItem key={event.handle} event={event} />
            ))}
          </ol>
        </section>
      ))}
    </>
  );
}
