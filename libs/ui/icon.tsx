import type { ReactNode } from 'react';

/** Line drawings on a 24 × 24 grid; the file holds all of them so that no icon font or package is needed. */
const PATHS = {
  board: 'M4 4h7v9H4zM13 4h7v5h-7zM13 11h7v9h-7zM4 15h7v5H4z',
  chart: 'M4 4v16h16M8 16v-5M12 16V8M16 16v-3',
  pair: 'M8 11a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM3 20c0-3.5 2-5.5 5-5.5s5 2 5 5.5M16 6h5M16 10h5M16 14h3',
  pen: 'M4 20l1-4L16 5l3 3L8 19zM14 7l3 3M13 20h7',
  mail: 'M4 6h16v12H4zM4 7l8 6 8-6',
  town: 'M3 20h18M5 20V9l5-4 5 4v11M15 12h4v8M8 12h4M8 16h4',
  child: 'M12 11a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM5 21c0-4 3-6.5 7-6.5s7 2.5 7 6.5',
  alert: 'M6 17V11a6 6 0 0 1 12 0v6l2 2H4zM10 21h4M12 2v2',
  department: 'M4 20V8l8-4 8 4v12M2 20h20M8 20v-8M12 20v-8M16 20v-8',
  report: 'M6 3h9l4 4v14H6zM14 3v5h5M9 12h7M9 16h7',
  audit: 'M12 3l8 3v6c0 5-3.5 8-8 9-4.5-1-8-4-8-9V6zM9 12l2 2 4-4',
  catalogue: 'M5 4h11a3 3 0 0 1 3 3v13H8a3 3 0 0 1-3-3zM5 17a3 3 0 0 1 3-3h11M9 8h6',
  more: 'M4 7h16M4 12h16M4 17h16',
  clock: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM12 7v5l3 2',
  search: 'M11 18a7 7 0 1 0 0-14 7 7 0 0 0 0 14zM16 16l5 5',
  back: 'M15 5l-7 7 7 7',
  print: 'M7 8V3h10v5M7 17H4V9h16v8h-3M7 14h10v7H7z',
  download: 'M12 4v11M7 11l5 5 5-5M5 20h14',
  upload: 'M12 16V5M7 9l5-5 5 5M5 20h14',
  lock: 'M6 11h12v10H6zM8 11V8a4 4 0 0 1 8 0v3',
  key: 'M8 19a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM11 12l9-9M16 7l3 3',
  leave: 'M14 4h5v16h-5M4 12h11M11 8l4 4-4 4',
  copy: 'M9 9h11v11H9zM5 15H4V4h11v1',
  info: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM12 11v5M12 8v.01',
  refresh: 'M20 11a8 8 0 0 0-14.5-4L4 9M4 4v5h5M4 13a8 8 0 0 0 14.5 4L20 15M20 20v-5h-5',
} as const;
export type IconName = keyof typeof PATHS;

/** A line icon in the colour of the text around it; hidden from screen readers, so words must stand beside it. */
export const Icon = ({ name, size = 18 }: { readonly name: IconName; readonly size?: number }): ReactNode => (
  <svg
    className="ui-icon"
    width={size}
    height={size}
    viewBox="0 0 24 24"
    fill="none"
    stroke="currentColor"
    strokeWidth="1.7"
    strokeLinecap="round"
    strokeLinejoin="round"
    aria-hidden="true"
  >
    <path d={PATHS[name]} />
  </svg>
);
