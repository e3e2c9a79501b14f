import { decide, readsWholeLines, type Right, type Viewer } from '@lianhu/access';
import { TOWN_DIGITS, type Level } from '@lianhu/kernel';

/** Auditor and inspector: everything that is folded, under the hub's own references, and no name. */
export const isOversight = (viewer: Viewer): boolean => readsWholeLines(viewer, 'audit');

/** A viewer's right to a category of what is not its own, in a town. */
export const rightTo = (viewer: Viewer, category: string, town?: string, level: Level = 'L4'): Right =>
  decide(viewer, { category, level, department: 'hub', town, restricted: false }).right;

/** Whether a viewer may see a category of every child in a place. */
export const mayIn = (viewer: Viewer, category: string, place: string): boolean => isOversight(viewer) || rightTo(viewer, category, place) === 'full';
/** Whether a viewer may see a category of every child in its area. */
export const mayAll = (viewer: Viewer, category: string): boolean => mayIn(viewer, category, viewer.town ?? viewer.area);

/** A village sees its own children, and no other of its town. */
export const isVillage = ({ town }: Viewer): boolean => town !== undefined && town.length > TOWN_DIGITS;

/** Where a right to an alert is decided: in the child's town; where that lies in another county, in this one, whose office has to hand the alert over. */
export const placeOfAlert = (town: string, county: string): string | undefined => (town === '' ? undefined : town.startsWith(county) ? town : county);
