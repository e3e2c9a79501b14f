import { defineCodes } from '@lianhu/kernel';

// Source: domain model §8.2, education lists † (assumption).

/** 辍学原因 {DROPWHY}. `union` and `pregnancy` are restricted facts: the event is sent without them. */
export const DROPWHY = defineCodes('DROPWHY', '辍学原因', {
  weary: '厌学',
  economic: '经济',
  illness: '疾病',
  work: '务工',
  guardianship: '监护',
  other: '其他',
  union: '早婚同居',
  pregnancy: '怀孕',
});
/** Reasons that are restricted facts: the type that says them instead, beside the plain event with another reason. */
export const DROPWHY_INSTEAD = { union: 'hub.early-union.found', pregnancy: 'health.minor-pregnancy.found' } as const;
