import { ACCENT } from '@lianhu/ui';
import type { EChartsCoreOption } from 'echarts/core';

const AXIS = { axisLine: { lineStyle: { color: '#cfd6de' } }, axisTick: { show: false } };
const TEXT = '#52606d';

/** Horizontal bars, one a name, the value at the end of each. */
export const barOption = (rows: readonly (readonly [name: string, value: number])[]): EChartsCoreOption => ({
  grid: { left: 8, right: 48, top: 4, bottom: 4, containLabel: true },
  tooltip: { trigger: 'axis', axisPointer: { type: 'shadow' } },
  xAxis: { type: 'value', minInterval: 1, axisLabel: { show: false }, splitLine: { show: false } },
  yAxis: { type: 'category', data: rows.map(([name]) => name), ...AXIS, axisLabel: { color: TEXT, fontSize: 13 } },
  series: [
    {
      type: 'bar',
      data: rows.map(([, value]) => value),
      barMaxWidth: 16,
      itemStyle: { color: ACCENT, borderRadius: [0, 3, 3, 0] },
      label: { show: true, position: 'right', color: TEXT },
    },
  ],
});

/** One series of a column chart. */
export interface Series {
  readonly name: string;
  readonly color: string;
  readonly values: readonly number[];
  readonly stack?: string;
}

/** Columns side by side or stacked; with few names they stay slim. */
export const columnOption = (names: readonly string[], series: readonly Series[]): EChartsCoreOption => ({
  grid: { left: 8, right: 8, top: 40, bottom: 4, containLabel: true },
  legend: { top: 0, left: 0, itemWidth: 12, itemHeight: 12, textStyle: { color: TEXT } },
  tooltip: { trigger: 'axis', axisPointer: { type: 'shadow' } },
  xAxis: { type: 'category', data: [...names], ...AXIS, axisLabel: { color: TEXT, interval: 0, hideOverlap: true } },
  yAxis: { type: 'value', minInterval: 1, axisLabel: { color: TEXT }, splitLine: { lineStyle: { color: '#edf0f4' } } },
  series: series.map(({ name, color, values, stack }) => ({ name, type: 'bar', stack, data: [...values], barMaxWidth: 26, itemStyle: { color } })),
});
