export const now = (): string => new Date().toISOString();
const today = (): string => new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10);

/** 家暴警情 as the police's system sends it. */
export const dvCall = (id: string, more: object = {}) => ({
  type: 'police.dv-call.received',
  id,
  time: now(),
  residencearea: '990101001',
  data: { alarmNo: `J-${id}`, minorRole: 'witness', weapon: false, injury: 'none', ...more },
});

/** 缺勤 as a school's system sends it, about a child by reference or block. */
export const absence = (id: string, days: number, child: object) => ({
  type: 'education.absence.flagged',
  id,
  time: now(),
  ...child,
  data: { days, contacted: false, since: today(), ...(child as { data?: object }).data },
});
