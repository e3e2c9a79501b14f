import { days, defineDepartment } from '@lianhu/kernel';
import { CareAgreementSigned } from './events/care-agreement-signed';
import { CategoryConfirmed } from './events/category-confirmed';
import { HivMinorDelisted } from './events/hiv-minor-delisted';
import { HivMinorListed } from './events/hiv-minor-listed';
import { MinorDelisted } from './events/minor-delisted';
import { MinorListed } from './events/minor-listed';

export * from './codes';
export { CareAgreementSigned, CategoryConfirmed, HivMinorDelisted, HivMinorListed, MinorDelisted, MinorListed };

/** Civil affairs 民政部门: categories of children in difficulty, entrusted care. */
export const civilAffairs = defineDepartment({
  id: 'civil-affairs',
  name: '民政部门',
  events: [CareAgreementSigned, CategoryConfirmed, HivMinorDelisted, HivMinorListed, MinorDelisted, MinorListed],
  silentAfter: days(7),
});
