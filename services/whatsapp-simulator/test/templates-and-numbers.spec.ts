import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { until, useSimulator } from './simulator-world.js';

describe('templates and numbers of the simulator', () => {
  const { receiver, call, asCustomer, graph, sendText, dataDir } = useSimulator();

  it('reviews new templates and tells the account', async () => {
    const { body } = await graph('POST', '900/message_templates', {
      name: 'sale',
      category: 'MARKETING',
      language: 'en',
      components: [{ type: 'BODY', text: 'Sale!' }],
    });
    expect(body).toMatchObject({ status: 'PENDING', category: 'MARKETING' });
    await until('the review', () =>
      receiver.values().find((value) => value.event === 'APPROVED' && value.message_template_name === 'sale'),
    );
    const first = (await graph('GET', '900/message_templates?limit=3')).body;
    expect(first.data).toHaveLength(3);
    expect((await (await fetch(first.paging.next, { headers: { authorization: 'Bearer acme-token' } })).json()) as object).toMatchObject({
      data: [{ name: 'sale', status: 'APPROVED' }],
    });
    expect((await graph('GET', '900/message_templates?after=bad')).body.error.code).toBe(131059);
  });

  it('tells of a number what is asked', async () => {
    expect((await graph('GET', '100?fields=verified_name,quality_rating')).body).toEqual({
      id: '100',
      verified_name: 'Acme',
      quality_rating: 'GREEN',
    });
    expect((await graph('GET', '100?fields=nonsense')).body.error.code).toBe(100);
    expect((await graph('POST', '100/deregister')).body).toEqual({ success: true });
    expect((await sendText('hi')).body.error.code).toBe(133010);
    expect((await graph('POST', '100/register', { messaging_product: 'whatsapp', pin: '123456' })).body).toEqual({ success: true });
  });

  it('never shows access tokens', async () => {
    expect((await call('GET', '/simulator/numbers')).body.items[0]).toMatchObject({ phoneNumberId: '100', verifiedName: 'Acme' });
    expect(JSON.stringify((await call('GET', '/simulator/numbers')).body)).not.toContain('token');
    await asCustomer('hi');
    expect(await readFile(join(dataDir(), 'threads.ndjson'), 'utf8')).not.toContain('acme-token');
  });
});
