import { BarChart, LineChart } from 'echarts/charts';
import { GridComponent, LegendComponent, TooltipComponent } from 'echarts/components';
import { init, use, type EChartsCoreOption } from 'echarts/core';
import { CanvasRenderer } from 'echarts/renderers';
import { useEffect, useRef, type ReactNode } from 'react';

use([BarChart, LineChart, GridComponent, LegendComponent, TooltipComponent, CanvasRenderer]);

/** What a chart needs; `label` says in words what it shows, for those who cannot see it. */
export interface ChartProps {
  readonly option: EChartsCoreOption;
  readonly label: string;
  /** Unit: CSS pixels. */
  readonly height?: number;
}

/** An ECharts canvas that follows its container's width. Animation is off: old computers, stable pictures. */
export default function Chart({ option, label, height = 280 }: ChartProps): ReactNode {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (box.current === null) return undefined;
    const chart = init(box.current);
    chart.setOption({ animation: false, textStyle: { fontFamily: getComputedStyle(box.current).fontFamily }, ...option });
    const resize = new ResizeObserver(() => chart.resize());
    resize.observe(box.current);
    return () => {
      resize.disconnect();
      chart.dispose();
    };
  }, [option]);
  return <div ref={box} role="img" aria-label={label} style={{ height }} className="ui-chart" />;
}
