/** A child's folded row. Source: libs/views/minors. */
export type { MinorRow } from '@lianhu/views/minors';
export type { AlertRow } from '@lianhu/views/alerts';
export type { InboxRow } from '@lianhu/views/inbox';
export type { DepartmentRow } from '@lianhu/views/departments';
