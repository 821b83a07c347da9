import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { v7 } from 'uuid';
import { conversationAudited } from '#contracts';
import { parseCsv } from '#csv';
import type { RunningService } from '#service-kit';
import { asMember, eventually, startInfrastructure, startService, type Infrastructure } from '#testing';
import { migrations } from '../src/persistence/migrations.js';
import { service } from '../src/service.js';
import { standIns } from './tenant-stand-in.js';

describe('the export of contacts', () => {
  let infra: Infrastructure;
  let running: RunningService;
  const tenant = v7();

  beforeAll(async () => {
    infra = await startInfrastructure({ modules: [...standIns, migrations] });
    await infra.nats();
    running = await startService(infra, service);
    await add(tenant, '51987000001', 'Ana, "la jefa"', ['vip', 'lima'], { city: 'Cusco', orders: 3 });
    await add(tenant, '51987000002', '=HYPERLINK("http://x")', ['vip'], { note: '@cmd' });
    await add(tenant, '51987000003', 'Eva', [], {});
    await add(v7(), '51987000004', 'Theirs', ['vip'], { theirs: 'secret' });
  }, 60_000);
  afterAll(async () => {
    await running?.close();
    await infra?.stop();
  }, 30_000);

  const add = (tenantId: string, phone: string, name: string, tags: string[], attributes: object): Promise<unknown> =>
    infra.owner.query(`insert into conversation.contacts (tenant_id, id, phone, alias, tags, attributes) values ($1, $2, $3, $4, $5, $6)`, [
      tenantId,
      v7(),
      phone,
      name,
      tags,
      JSON.stringify(attributes),
    ]);

  const get = async (query: string, role: 'agent' | 'admin' = 'admin'): Promise<{ response: Response; text: string }> => {
    const response = await fetch(`${running.url}/api/v1/contacts/export${query}`, { headers: asMember(infra, tenant, role) });
    return { response, text: await response.text() };
  };

  it('has a row for each contact of the tenant and a column for each attribute, and no formula', async () => {
    const { response, text } = await get('');
    expect(response.headers.get('content-disposition')).toBe('attachment; filename="contacts.csv"');
    const { rows } = parseCsv(text, ',', 0);
    const [header, ...lines] = rows.map(({ cells }) => cells).filter((cells) => cells.length > 1);
    expect(header!.slice(-3)).toEqual(['attributes.city', 'attributes.note', 'attributes.orders']);
    const of = (line: string[], column: string): string => line[header!.indexOf(column)]!;
    expect(lines.map((line) => [of(line, 'phone'), of(line, 'name'), of(line, 'tags'), of(line, 'attributes.orders')])).toEqual([
      ['+51987000001', 'Ana, "la jefa"', 'vip, lima', '3'],
      ['+51987000002', `'=HYPERLINK("http://x")`, 'vip', ''],
      ['+51987000003', 'Eva', '', ''],
    ]);
    expect(text).toContain(`'@cmd`);
    expect(text).not.toContain('secret');
  });

  it('passes over whoever a filter leaves out', async () => {
    expect(parseCsv((await get('?tag=lima')).text, ',', 0).rows.filter(({ cells }) => cells.length > 1)).toHaveLength(2);
    expect(parseCsv((await get('?consent=granted')).text, ',', 0).rows.filter(({ cells }) => cells.length > 1)).toHaveLength(1);
  });

  it('is for admins, and stands in the audit log', async () => {
    expect((await get('', 'agent')).response.status).toBe(403);
    await eventually(async () => {
      const told = (await infra.events(conversationAudited)).filter(({ data }) => data.action === 'contact.exported');
      expect(told.length).toBeGreaterThan(0);
      expect(told[0]!.data.actor).toMatchObject({ kind: 'user' });
    });
  });
});
