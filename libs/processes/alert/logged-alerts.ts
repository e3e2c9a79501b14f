import { AlertClosed, AlertEvidenceAdded, AlertEvidenceWithdrawn, AlertRaised, AlertRetracted } from '@lianhu/departments/hub';
import { definitionOf, isA, type AlertLevel, type Position, type Recorded } from '@lianhu/kernel';

/** An alert that was raised, as the log tells it. */
export interface LoggedAlert {
  readonly id: string;
  readonly rule: string;
  readonly level: AlertLevel;
  readonly evidence: ReadonlySet<Position>;
  /** What is left of the evidence is enough for the rule. */
  readonly stands: boolean;
  readonly closed: boolean;
}

/** The event types by which the log tells what was decided about alerts, and closed. */
export const ALERT_LINES: readonly string[] = [AlertRaised, AlertEvidenceAdded, AlertEvidenceWithdrawn, AlertRetracted, AlertClosed].map(
  (cls) => definitionOf(cls).type,
);

/**
 * The alerts among a child's lines that had been decided when a reactor stood at a position. The lines may stand far behind it:
 * what rests on later evidence belongs to a page that was decided and not finished, and is decided again.
 */
export function alertsAt(lines: readonly Recorded[], position: Position): readonly LoggedAlert[] {
  const alerts = new Map<string, LoggedAlert>();
  const closed = new Set(lines.flatMap((line) => (isA(line, AlertClosed) && line.position <= position ? [line.data.alert] : [])));
  const decided = (evidence: readonly Position[]): boolean => evidence.every((one) => one <= position);
  const change = (id: string, to: (alert: LoggedAlert) => Partial<LoggedAlert>): void => {
    const alert = alerts.get(id);
    if (alert) alerts.set(id, { ...alert, ...to(alert) });
  };
  for (const line of standingLines(lines)) {
    if (isA(line, AlertRaised)) {
      const { alert: id, rule, level, evidence } = line.data;
      if (decided(evidence)) alerts.set(id, { id, rule, level, evidence: new Set(evidence), stands: true, closed: closed.has(id) });
    } else if (isA(line, AlertEvidenceAdded)) {
      const { alert, level, evidence } = line.data;
      if (decided(evidence)) change(alert, (before) => ({ level, evidence: new Set([...before.evidence, ...evidence]), stands: true }));
    } else if (isA(line, AlertEvidenceWithdrawn)) {
      const { alert, evidence: gone, stands } = line.data;
      change(alert, ({ evidence }) => ({ evidence: new Set([...evidence].filter((one) => !gone.includes(one))), stands }));
    }
  }
  return [...alerts.values()];
}

/** Raisings of the alerts that are open after a child's lines. */
export function openAlerts(lines: readonly Recorded[]): readonly Recorded<AlertRaised>[] {
  const standing: readonly Recorded<unknown>[] = standingLines(lines);
  const closed = new Set(standing.flatMap((line) => (isA(line, AlertClosed) ? [line.data.alert] : [])));
  return standing.filter((line) => isA(line, AlertRaised)).filter(({ data }) => !closed.has(data.alert));
}

/** Lines about alerts without those that were retracted, and without the retractions. */
export function standingLines(lines: readonly Recorded[]): readonly Recorded[] {
  const retracted = new Set(lines.flatMap((line) => (isA(line, AlertRetracted) ? [line.data.target] : [])));
  return lines.filter((line) => !isA(line, AlertRetracted) && !retracted.has(line.position));
}

/** What tells a decision from every other, whatever rules made it: an alert is raised once, and the newest evidence is added to it or withdrawn from it once. */
export const decisionName = ({ type, data }: Pick<Recorded, 'type' | 'data'>): string =>
  JSON.stringify([type, data['alert'], type === definitionOf(AlertRaised).type ? 0 : (data['evidence'] as readonly Position[] | undefined)?.at(-1)]);

/** Events that a line gives as a reason for an alert. */
export const restsOn = (line: Recorded): readonly Position[] => (isA(line, AlertRaised) || isA(line, AlertEvidenceAdded) ? line.data.evidence : []);
