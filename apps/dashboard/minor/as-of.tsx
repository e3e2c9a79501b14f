import { dateOf, DayField, useNow } from '@lianhu/ui';
import { Button, Input } from 'antd';
import { useState, type ReactNode } from 'react';

/** A moment as the API takes it: a position as it is shown or typed, a local time with Shanghai's offset. */
export function asOfParameter(text: string): string | undefined {
  const trimmed = text.normalize('NFKC').trim();
  const position = trimmed.replaceAll(',', '');
  if (/^[1-9]\d{0,15}$/.test(position)) return position;
  const time = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2})(:\d{2})?$/.exec(trimmed);
  if (time) return `${time[1]}T${time[2]}${time[3] ?? ':00'}+08:00`;
  return /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$/.test(trimmed) ? trimmed : undefined;
}

interface MomentProps {
  readonly label: string;
  readonly id: string;
  /** What was entered; empty when nothing is. */
  readonly onChange: (text: string) => void;
}

/** A time, or a position of the log instead: whoever enters one empties the other, so that what is seen is what counts. */
export function MomentField({ label, id, onChange }: MomentProps): ReactNode {
  const now = useNow();
  const [position, setPosition] = useState('');
  const [emptied, setEmptied] = useState(0);
  return (
    <>
      <label>
        {label}
        <DayField key={emptied} withTime max={dateOf(now)} onChange={(text) => (setPosition(''), onChange(text))} testId={`${id}-time`} />
      </label>
      <label>
        或日志序号
        <Input
          inputMode="numeric"
          value={position}
          maxLength={21}
          placeholder="如 12000"
          onChange={({ target: { value } }) => (setPosition(value), setEmptied(emptied + 1), onChange(value))}
          data-testid={`${id}-position`}
        />
      </label>
    </>
  );
}

interface Props {
  readonly value: string;
  readonly onChange: (asOf: string) => void;
}

/** Picks the moment or the position of the log as of which something is shown. */
export function AsOfPicker({ value, onChange }: Props): ReactNode {
  const [entered, setEntered] = useState('');
  const chosen = asOfParameter(entered);
  return (
    <div className="as-of no-print" data-testid="as-of-picker">
      <MomentField label="时点" id="as-of" onChange={setEntered} />
      <Button type="primary" disabled={chosen === undefined} onClick={() => chosen !== undefined && onChange(chosen)} data-testid="as-of-show">
        查看该时点
      </Button>
      {value === '' ? null : <Button onClick={() => onChange('')}>回到现在</Button>}
    </div>
  );
}
