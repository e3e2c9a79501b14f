import { dateOf, DayField, useNow } from '@lianhu/ui';
import { Button, Input } from 'antd';
import { useState, type ReactNode } from 'react';

/** A moment as the API takes it: a position stays a number, a local time gets Shanghai's offset. */
export function asOfParameter(text: string): string | undefined {
  const trimmed = text.trim().replace(',', '');
  if (/^[1-9]\d{0,15}$/.test(trimmed)) return trimmed;
  const time = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2})(:\d{2})?$/.exec(trimmed);
  if (time) return `${time[1]}T${time[2]}${time[3] ?? ':00'}+08:00`;
  return /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$/.test(trimmed) ? trimmed : undefined;
}

interface Props {
  readonly value: string;
  readonly onChange: (asOf: string) => void;
}

/** Picks the moment or the position of the log as of which something is shown. */
export function AsOfPicker({ value, onChange }: Props): ReactNode {
  const now = useNow();
  const [time, setTime] = useState('');
  const [position, setPosition] = useState('');
  const chosen = asOfParameter(position === '' ? time : position);
  return (
    <div className="as-of no-print" data-testid="as-of-picker">
      <label>
        时点
        <DayField withTime max={dateOf(now)} onChange={(text) => (setTime(text), setPosition(''))} testId="as-of-time" />
      </label>
      <label>
        或日志序号
        <Input
          inputMode="numeric"
          value={position}
          maxLength={17}
          placeholder="如 12000"
          onChange={(event) => setPosition(event.target.value)}
          data-testid="as-of-position"
        />
      </label>
      <Button type="primary" disabled={chosen === undefined} onClick={() => chosen !== undefined && onChange(chosen)} data-testid="as-of-show">
        查看该时点
      </Button>
      {value === '' ? null : <Button onClick={() => onChange('')}>回到现在</Button>}
    </div>
  );
}
