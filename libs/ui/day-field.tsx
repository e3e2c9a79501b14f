import { DatePicker, Input } from 'antd';
import type { ReactNode } from 'react';
import { useNarrow } from './hooks';

interface Props {
  /** Called with `2026-11-24`, with time `2026-11-24 09:30`, or an empty text. */
  readonly onChange?: (text: string) => void;
  /** The last day that may be chosen. */
  readonly max?: string;
  readonly withTime?: boolean;
  readonly id?: string;
  readonly testId?: string;
}

/** A day, or a minute, chosen or typed, in the pages' language whatever the browser's. On a telephone its own wheel is better. Keeps its own state, so that it fits a form of texts. */
export function DayField({ onChange, max, withTime = false, id, testId }: Props): ReactNode {
  const narrow = useNarrow();
  if (narrow) {
    const type = withTime ? 'datetime-local' : 'date';
    const last = max === undefined || !withTime ? max : `${max}T23:59`;
    return <Input id={id} type={type} max={last} className="ui-day" onChange={(event) => onChange?.(event.target.value)} data-testid={testId} />;
  }
  return (
    <DatePicker
      id={id}
      className="ui-day"
      format={withTime ? 'YYYY-MM-DD HH:mm' : 'YYYY-MM-DD'}
      showTime={withTime ? { format: 'HH:mm' } : false}
      disabledDate={(day) => max !== undefined && day.format('YYYY-MM-DD') > max}
      onChange={(_, text) => onChange?.(typeof text === 'string' ? text : '')}
      data-testid={testId}
    />
  );
}
