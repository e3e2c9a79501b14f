import { Select } from 'antd';
import type { ReactNode } from 'react';
import type { QuarterVersion } from '../api/replay-client';

/** The version that holds. */
export const newestOf = (versions: readonly QuarterVersion[]): QuarterVersion | undefined => versions.at(-1);

const titleOf = ({ version }: QuarterVersion, newest: QuarterVersion | undefined): string =>
  `第 ${version} 版（${version === 1 ? '关账' : '重报'}${version === newest?.version ? '，现行' : ''}）`;

interface Props {
  readonly label: string;
  readonly versions: readonly QuarterVersion[];
  readonly value: number | undefined;
  readonly onChange: (version: number | undefined) => void;
  /** Among which the one that holds is named; the offered ones themselves unless given. */
  readonly all?: readonly QuarterVersion[];
  /** None need be chosen. */
  readonly optional?: boolean;
  readonly testId: string;
}

/** Which version of a quarter's report, the newest first. */
export function VersionField({ label, versions, value, onChange, all = versions, optional = false, testId }: Props): ReactNode {
  return (
    <Select
      className="quarter-picker"
      aria-label={label}
      allowClear={optional}
      {...(optional && { placeholder: '不比较' })}
      value={value}
      onChange={(version: number | undefined) => onChange(version)}
      options={[...versions].reverse().map((one) => ({ value: one.version, label: titleOf(one, newestOf(all)) }))}
      data-testid={testId}
    />
  );
}
