export { ageAt, identityOf, type Child } from './children';
export { county, type County } from './county';
export { live, LIVE_GAP_SECONDS } from './live';
export { DEPARTMENTS, type CountyOptions, type Day, type DepartmentId, type Push, type SentEvent, type StoryKind, type Truth } from './options';
export { desk, staff, type DeskAlert, type DeskNotice, type StaffWork } from './staff';
