import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { canonical, type StoredLine } from '@lianhu/kernel';
import { leafHash, leafOfHashes, std1 } from '@lianhu/log';
import { lineFor, openHandles, ROLES, type Role, type Viewer } from './index';

const line = (type = 'police.dv-call.received', department = 'police'): StoredLine => {
  const parts = {
    bound: canonical({ subject: 'child-AAAAAAAAAAAAAAAAAAAAAA', version: 3 }),
    claim: canonical({ type, department, source: 'urn:lianhu:source:police:default', data: {} }),
    stamp: canonical({ level: 'L4', position: 7 }),
  };
  return { ...parts, position: 7, leafHash: Buffer.from(leafHash(std1, parts)).toString('base64') };
};
const viewer = (role: Role, over: Partial<Viewer> = {}): Viewer => ({ name: 'x', role, area: '990101', kind: 'person', ...over });
const sender = viewer('sender', { department: 'police', source: 'urn:lianhu:source:police:default' });
const stub = `{"leafHash":"${line().leafHash}","position":7}`;
const whole = (of: StoredLine): string => `{"bound":${of.bound},"claim":${of.claim},"stamp":${of.stamp}}`;

test('auditor and inspector get whole lines with a purpose of theirs, and a stub without', () => {
  for (const role of ['auditor', 'inspector'] as const) {
    expect(lineFor(std1, viewer(role), line(), 'audit')).toBe(whole(line()));
    for (const purpose of [undefined, 'rescue', '']) expect(lineFor(std1, viewer(role), line(), purpose)).toBe(stub);
  }
});

test('the hub’s own follower folds whole lines; it is a program and states no purpose', () => {
  for (const purpose of [undefined, 'audit']) expect(lineFor(std1, viewer('monitor'), line(), purpose)).toBe(whole(line()));
  expect(lineFor(std1, viewer('edge'), line(), 'audit')).toBe(stub);
});

test('the author gets claim, stamp and the hash of bound, from which the leaf is recomputed, and never the child', () => {
  const text = lineFor(std1, sender, line());
  expect(text).not.toContain('child-');
  const { boundHash, claim, stamp } = JSON.parse(text) as { boundHash: string; claim: object; stamp: object };
  expect(text).toBe(canonical({ boundHash, claim: claim as never, stamp: stamp as never }));
  const leaf = leafOfHashes(std1, std1.sha256(canonical(claim as never)), std1.sha256(canonical(stamp as never)), Buffer.from(boundHash, 'base64'));
  expect(Buffer.from(leaf).toString('base64')).toBe(line().leafHash);
});

test('a sender of another source or department gets a stub; its own department’s officers get the author’s part', () => {
  expect(lineFor(std1, { ...sender, source: 'urn:other' }, line())).toBe(stub);
  expect(lineFor(std1, { ...sender, department: 'court' }, line())).toBe(stub);
  for (const role of ['data-officer', 'department-lead', 'case-officer', 'edge'] as const) {
    expect(lineFor(std1, viewer(role, { department: 'police' }), line(), 'rescue')).toContain('boundHash');
    expect(lineFor(std1, viewer(role, { department: 'court' }), line(), 'rescue')).toBe(stub);
  }
});

test('everybody else gets position and leaf hash, whatever the purpose; lines of keys are whole for everyone', () => {
  for (const role of ROLES) {
    const who = viewer(role, { department: 'health' });
    if (role !== 'auditor' && role !== 'inspector' && role !== 'monitor')
      for (const purpose of [undefined, 'audit', 'rescue']) expect(lineFor(std1, who, line(), purpose)).toBe(stub);
    const key = line('hub.key.registered', 'hub');
    expect(lineFor(std1, who, key)).toBe(whole(key));
  }
});

test('handles of two parties share nothing, stay the same, and need the key', () => {
  const folder = mkdtempSync(join(tmpdir(), 'lianhu-handles-'));
  const handles = openHandles(folder, std1);
  expect(handles.handle('police', 7)).toMatch(/^event-[\w-]{22}$/);
  expect(openHandles(folder, std1).handle('police', 7)).toBe(handles.handle('police', 7));
  expect(
    new Set([
      handles.handle('police', 7),
      handles.handle('office', 7),
      handles.handle('police', 8),
      openHandles(join(folder, 'b'), std1).handle('police', 7),
    ]).size,
  ).toBe(4);
  rmSync(folder, { recursive: true, force: true });
});
