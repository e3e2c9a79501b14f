import { lazy, Suspense, type ReactNode } from 'react';
import type { ChartProps } from './chart';

const Chart = lazy(() => import('./chart'));

/** A chart whose library is fetched only when the first one is shown; its place is kept meanwhile. */
export const ChartSlot = (props: ChartProps): ReactNode => (
  <Suspense fallback={<div style={{ height: props.height ?? 280 }} className="ui-chart" />}>
    <Chart {...props} />
  </Suspense>
);
