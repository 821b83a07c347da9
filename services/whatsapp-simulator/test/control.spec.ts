import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CUSTOMER, DAY_MS, until, useSimulator } from './simulator-world.js';

describe('the simulator’s own routes', () => {
  const { call, asCustomer, dataDir, graph, receiver, sendText, thread, start, stop, url } = useSimulator();

  it.each([
    ['/simulator/messages', { phoneNumberId: '100', type: 'text', text: 'hi' }, 400, 'validation_failed', 'from'],
    ['/simulator/messages', { phoneNumberId: '100', from: CUSTOMER, type: 'text' }, 400, 'validation_failed', 'text'],
    ['/simulator/messages', { phoneNumberId: '999', from: CUSTOMER, type: 'text', text: 'hi' }, 404, 'number_unknown', 'phoneNumberId'],
    ['/simulator/faults', { duplicats: 1 }, 400, 'validation_failed', 'body'],
    ['/simulator/faults', { errors: [{ code: 4 }] }, 400, 'validation_failed', 'errors.0'],
    ['/simulator/clock', {}, 400, 'validation_failed', 'body'],
    ['/simulator/clock', { at: '2020-01-01T00:00:00Z' }, 400, 'clock_runs_forward', undefined],
  ])('refuses %s %j with %i %s', async (path, body, status, code, field) => {
    const answer = await call('POST', path, body);
    expect([answer.status, answer.body.code, answer.body.errors?.[0].field]).toEqual([status, code, field]);
    expect(answer.type).toContain('application/problem+json');
  });

  it('tells open phones what happens', async () => {
    const abort = new AbortController();
    const response = await fetch(`${url()}/simulator/events?phoneNumberId=100&contact=${CUSTOMER}`, { signal: abort.signal });
    let heard = '';
    const listening = (async () => {
      for await (const chunk of response.body!) heard += Buffer.from(chunk).toString();
    })().catch(() => undefined);
    await asCustomer('hello');
    await asCustomer('not for this phone', { from: '+49 151 99999999' });
    await until('the tick', () => heard.includes('"status":"delivered"'));
    expect(heard).toContain('event: message\n');
    expect(heard).not.toContain('not for this phone');
    abort.abort();
    await listening;
  });

  it.each(['/', '/controls'])('serves %s under a policy that lets only its own scripts run', async (path) => {
    const response = await fetch(`${url()}${path}`);
    expect(response.headers.get('content-security-policy')).toContain("script-src 'self';");
    expect(await response.text()).toContain('<div id="root">');
  });

  it('keeps files over a restart, and none that was not written whole', async () => {
    const data = Buffer.from('%PDF-1.4 a bill');
    const document = { data: data.toString('base64'), mimeType: 'application/pdf', filename: 'bill.pdf' };
    await call('POST', '/simulator/messages', { phoneNumberId: '100', from: CUSTOMER, type: 'document', document });
    const { id } = (await until('the webhook', () => receiver.messages()[0])).document;
    await writeFile(join(dataDir(), 'media', '1'), 'torn');
    await stop();
    await start();
    const media = (await graph('GET', `${id}?phone_number_id=100`)).body;
    expect(media).toMatchObject({ mime_type: 'application/pdf', file_size: String(data.length) });
    const bytes = await (await fetch(media.url, { headers: { authorization: 'Bearer acme-token' } })).arrayBuffer();
    expect(Buffer.from(bytes)).toEqual(data);
    expect(await readdir(join(dataDir(), 'media'))).toEqual([id]);
    expect((await graph('DELETE', id)).body).toEqual({ success: true });
    expect(await readdir(join(dataDir(), 'media'))).toEqual([]);
  });

  it('keeps threads and its time over a restart', async () => {
    await asCustomer('before');
    await sendText('reply');
    await until('delivered', async () => (await thread()).every((item: any) => item.status === 'delivered'));
    await call('POST', '/simulator/clock', { advanceMs: DAY_MS });
    const before = await thread();
    await stop();
    await start();
    expect(await thread()).toEqual(before);
    expect((await call('GET', '/simulator/clock')).body.offsetMs).toBe(DAY_MS);
  });
});
