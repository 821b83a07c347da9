import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { until, useSimulator } from './simulator-world.js';

describe('templates and numbers of the simulator', () => {
  const { receiver, call, asCustomer, graph, sendText, dataDir, url, start, stop } = useSimulator();

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
      data: expect.arrayContaining([expect.objectContaining({ name: 'sale', status: 'APPROVED' })]),
    });
    expect((await graph('GET', '900/message_templates?after=bad')).body.error.code).toBe(131059);
  });

  it('writes the text of authentication templates itself, and takes the sample of a header by a resumable upload', async () => {
    const code = await graph('POST', '900/message_templates', {
      name: 'code',
      category: 'AUTHENTICATION',
      language: 'en',
      components: [
        { type: 'BODY', add_security_recommendation: true },
        { type: 'BUTTONS', buttons: [{ type: 'OTP', otp_type: 'COPY_CODE', text: 'Copy' }] },
      ],
    });
    expect((await graph('GET', code.body.id as string)).body.components[0].text).toContain('*{{1}}* is your verification code.');
    const session = await graph('POST', 'app/uploads?file_name=a.png&file_length=3&file_type=image%2Fpng');
    expect(session.body.id).toMatch(/^upload:/);
    const send = async (bytes: string) => {
      const response = await fetch(`${url()}/v26.0/${session.body.id}`, {
        method: 'POST',
        headers: { authorization: 'OAuth acme-token', file_offset: '0', 'content-type': 'image/png' },
        body: bytes,
      });
      return { status: response.status, body: (await response.json()) as { h?: string } };
    };
    expect(await send('png')).toMatchObject({ status: 200, body: { h: expect.stringMatching(/^4::/) } });
    expect((await send('more')).status).toBe(400);
  });

  it('decides on a template as it is told, and tells the account', async () => {
    const which = { wabaId: '900', name: 'hello_world', language: 'en_US' };
    const { status } = await call('POST', '/simulator/templates', { ...which, status: 'PAUSED', quality: 'RED', announced: 'MARKETING' });
    expect(status).toBe(200);
    await until('three reports', () => {
      const told = receiver.values().filter((value) => value.message_template_name === 'hello_world');
      return (
        told.some(({ event }) => event === 'PAUSED') &&
        told.some(({ new_quality_score: score }) => score === 'RED') &&
        told.some(({ correct_category: category }) => category === 'MARKETING')
      );
    });
    expect((await graph('GET', '900/message_templates?name=hello_world')).body.data).toMatchObject([
      { status: 'PAUSED', quality_score: { score: 'RED' } },
    ]);
  });

  it('keeps templates over a restart, and reviews what was not reviewed before', async () => {
    await call('POST', '/simulator/faults', { templateReview: 'hold' });
    const definition = { name: 'kept', category: 'UTILITY', language: 'en', components: [{ type: 'BODY', text: 'Still here.' }] };
    const { body } = await graph('POST', '900/message_templates', definition);
    await stop();
    await start();
    await until('the review', async () => (await graph('GET', body.id as string)).body.status === 'APPROVED');
    expect((await graph('POST', '900/message_templates', { ...definition, name: 'next' })).body.id).not.toBe(body.id);
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
