export { ChartSlot } from './chart-slot';
export type { ChartProps } from './chart';
export { useNarrow, useNow, useRemote, type Remote } from './hooks';
export { Icon, type IconName } from './icon';
export { Facts, Figure, PageHead, Panel, When } from './layout';
export { Records, type Paging } from './records';
export { ago, count, dateOf, moment, quarterName, remaining, shortDate, tenths, type Remaining } from './relative-time';
export { ErrorPanel, Nothing, RemotePanel, type Explained } from './remote-panel';
export { ACCENT, theme } from './theme';
