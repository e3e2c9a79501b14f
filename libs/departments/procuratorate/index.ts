import { days, defineDepartment } from '@lianhu/kernel';
import { CaseGuardianshipOrderIssued } from './events/case-guardianship-order-issued';
import { ConditionalNonprosecutionDecided } from './events/conditional-nonprosecution-decided';
import { GuardianshipOrderIssued } from './events/guardianship-order-issued';
import { OffendingMinorDelisted } from './events/offending-minor-delisted';
import { OffendingMinorListed } from './events/offending-minor-listed';
import { SupportSuitFiled } from './events/support-suit-filed';
import { UnreportedCaseFound } from './events/unreported-case-found';
import { VictimMinorDelisted } from './events/victim-minor-delisted';
import { VictimMinorListed } from './events/victim-minor-listed';

export * from './codes';
export {
  CaseGuardianshipOrderIssued,
  ConditionalNonprosecutionDecided,
  GuardianshipOrderIssued,
  OffendingMinorDelisted,
  OffendingMinorListed,
  SupportSuitFiled,
  UnreportedCaseFound,
  VictimMinorDelisted,
  VictimMinorListed,
};

/** Procuratorate 人民检察院: orders to guardians, supported suits, missed reports, conditional non-prosecution. */
export const procuratorate = defineDepartment({
  id: 'procuratorate',
  name: '人民检察院',
  events: [
    CaseGuardianshipOrderIssued,
    ConditionalNonprosecutionDecided,
    GuardianshipOrderIssued,
    OffendingMinorDelisted,
    OffendingMinorListed,
    SupportSuitFiled,
    UnreportedCaseFound,
    VictimMinorDelisted,
    VictimMinorListed,
  ],
  silentAfter: days(30),
});
