import { addDays, dateOf, definitionOf, momentOf, type EventDefinition } from '@lianhu/kernel';
import { catalogue, checkEvent, exampleOf, schemaOf, type Credential } from '.';
import { as, context, NOW, verdict } from './check-event.fixture';
import { describedData } from './descriptions';
import { pastTimes } from './reach';
import { timesOf } from './schema';

const definitions = catalogue.types.map((type) => catalogue.event(type) as EventDefinition);
const fields = definitions.flatMap((definition) => timesOf(definition.cls).map(([field, reach]) => ({ definition, field, reach })));
const credential = ({ type }: EventDefinition): Credential => as(catalogue.departmentOf(type)?.id ?? 'hub');
const TODAY = dateOf(momentOf(NOW));
const PAST = '2026-10-12';

/** The answer to a type's example of 12 October with one day or moment changed. */
function judged(definition: EventDefinition, field: string, day: string, clock: string): string[] {
  const example = exampleOf(definition) as { data: object };
  const moment = (schemaOf(definition).properties?.[field] ?? {})['format'] === 'date-time';
  const event = { ...example, time: `${PAST}T00:10:00+08:00`, data: { ...example.data, [field]: moment ? `${day}T${clock}` : day } };
  return verdict(checkEvent(event, credential(definition), context));
}
const past = definitions.flatMap((definition) => pastTimes(definition).map((field) => ({ definition, field })));

test('every day and moment that says what has happened may lie on today, and not on tomorrow', () => {
  for (const { definition, field } of past) {
    expect([definition.type, field, judged(definition, field, TODAY, '23:59:59+08:00')]).toEqual([definition.type, field, ['ok']]);
    const refused = judged(definition, field, addDays(TODAY, 1), '00:00:00+08:00');
    expect([definition.type, refused]).toEqual([definition.type, [`/data/${field} future`]]);
  }
  expect(past.length).toBeGreaterThan(70);
});

test('the day is that of Shanghai: four in the afternoon in UTC is the next day', () => {
  const removed = catalogue.event('police.minor.removed') as EventDefinition;
  expect(judged(removed, 'at', TODAY, '15:59:59Z')).toEqual(['ok']);
  expect(judged(removed, 'at', TODAY, '16:00:00Z')).toEqual(['/data/at future']);
});

test('plans, deadlines, reviews, ends and validity may lie ahead; nothing else does without saying so', () => {
  const ahead = fields.filter(({ reach }) => 'ahead' in reach);
  const AHEAD = /^(dueAt|dueReview|nextDue|nextReviewOn|next|recheckOn|replyDue|releaseDue|expectedAt|validFrom|validTo|licenceUntil|until|to)$/;
  for (const { definition, field, reach } of fields)
    if (AHEAD.test(field)) expect([definition.type, field, reach]).toEqual([definition.type, field, { ahead: true }]);
  const others = ahead.filter(({ field }) => !AHEAD.test(field)).map(({ definition, field }) => `${definition.type} ${field}`);
  // Decided before it begins or happens; the last two are told 30 days before.
  expect(others.sort()).toEqual(
    [
      'civil-affairs.care-agreement.signed from',
      'civil-affairs.category.confirmed from',
      'civil-affairs.category.ended from',
      'court.education-order.issued from',
      'disabled-federation.rehab.approved from',
      'education.special-school.placed from',
      'hub.expert.registered from',
      'hub.neighbour-care.arranged from',
      'hub.pairing.assigned from',
      'procuratorate.conditional-nonprosecution.decided from',
      'education.special-school.left leftOn',
      'justice.parent.released at',
    ].sort(),
  );
});

test('the description of a type says which days may not lie ahead, and its schema is as it was', () => {
  const flagged = catalogue.event('education.absence.flagged') as EventDefinition;
  const { properties = {} } = describedData(schemaOf(flagged), flagged);
  expect(properties['since']?.['description']).toBe('不得晚于上报当天');
  expect(schemaOf(definitionOf(flagged.cls)).properties?.['since']).toEqual({
    title: '缺勤起始日期',
    type: 'string',
    format: 'date',
    'x-kind': 'clear',
  });
});
