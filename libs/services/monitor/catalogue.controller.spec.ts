import type { FastifyReply } from 'fastify';
import { demonstrationPolicy } from '@lianhu/testing';
import { CatalogueController } from './catalogue.controller';
import { ReportSetting } from './report-document';

test('the served AsyncAPI names the topics of its own county', () => {
  const sent: string[] = [];
  const reply = { header: () => reply, send: (text: string) => void sent.push(text) };
  new CatalogueController(new ReportSetting({ ...demonstrationPolicy, area: '990102' }, false)).asyncapi(reply as unknown as FastifyReply);
  expect(JSON.parse(sent[0] ?? '')).toMatchObject({ channels: { hub: { address: 'lianhu.990102.events' } } });
  expect(sent[0]).not.toContain('lianhu.990101');
});
