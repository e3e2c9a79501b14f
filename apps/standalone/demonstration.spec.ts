import type { DepartmentId } from '@lianhu/county';
import type { Edge } from '@lianhu/services/edge';
import { logger, ProblemError } from '@lianhu/services/platform';
import { Demonstration, demonstrationCounty, demonstrationDepartments, type DemonstrationParts } from './demonstration';

const options = demonstrationCounty({ area: '990101', areaName: '测试县', towns: { '990101001': '东溪镇' } }, '2026-10-12T09:00:00.000+08:00', true);

afterEach(() => {
  jest.useRealTimers();
  jest.restoreAllMocks();
});

test('while it runs, what a busy or stopped edge refuses is left out, and the next event comes', async () => {
  jest.useFakeTimers({ now: Date.parse('2026-10-12T01:00:00Z') });
  const warned = jest.spyOn(logger, 'warn').mockReturnValue(undefined);
  const pushed: string[] = [];
  const edgeOf = (department: DepartmentId): Edge =>
    ({
      push: ({ id }: { id: string }) => {
        pushed.push(id);
        return pushed.length === 1 ? Promise.reject(new ProblemError('too-many-requests', { retryAfter: 1 })) : Promise.resolve({ status: 201 });
      },
      department,
    }) as unknown as Edge;
  const edges = new Map(demonstrationDepartments.map((department) => [department, edgeOf(department)]));
  const stop = new Demonstration({ options, edges } as unknown as DemonstrationParts).stream();
  for (let minute = 0; minute < 30 && pushed.length < 3; minute += 1) await jest.advanceTimersByTimeAsync(60_000);
  stop();
  expect(new Set(pushed).size).toBeGreaterThanOrEqual(3);
  expect(warned.mock.calls.map(([fields]) => fields)).toEqual([{ department: expect.any(String), fault: 'too-many-requests' }]);
});
