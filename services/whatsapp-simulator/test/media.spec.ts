import { CUSTOMER, until, useSimulator } from './simulator-world.js';

describe('media of the simulator', () => {
  const { receiver, call, graph, url } = useSimulator();

  it('keeps an upload, gives an address for five minutes and the bytes to the owner only', async () => {
    const form = new FormData();
    form.set('messaging_product', 'whatsapp');
    form.set('type', 'image/png');
    form.set('file', new Blob([Buffer.from('not really a png')], { type: 'image/png' }), 'a.png');
    const headers = { authorization: 'Bearer acme-token' };
    const { id } = (await (await fetch(`${url()}/v26.0/100/media`, { method: 'POST', headers, body: form })).json()) as {
      id: string;
    };
    const media = (await graph('GET', `${id}?phone_number_id=100`)).body;
    expect(media).toMatchObject({ id, mime_type: 'image/png', file_size: '16' });
    expect(await (await fetch(media.url, { headers })).text()).toBe('not really a png');
    expect((await fetch(media.url)).status).toBe(401);
    expect((await graph('GET', id, undefined, 'beta-token')).body.error.error_subcode).toBe(33);
    await call('POST', '/simulator/clock', { advanceMs: 5 * 60_000 + 1000 });
    expect((await fetch(media.url, { headers })).status).toBe(404);
    expect((await graph('DELETE', id)).body).toEqual({ success: true });
    expect((await graph('GET', id)).status).toBe(400);
  });

  it('carries what a customer sends as a file to the webhook with its hash', async () => {
    const data = Buffer.from('%PDF-1.4').toString('base64');
    await call('POST', '/simulator/messages', {
      phoneNumberId: '100',
      from: CUSTOMER,
      type: 'document',
      document: { data, mimeType: 'application/pdf', filename: 'bill.pdf' },
    });
    const { document } = await until('the webhook', () => receiver.messages()[0]);
    expect(document).toMatchObject({ mime_type: 'application/pdf', filename: 'bill.pdf', sha256: expect.stringMatching(/=$/) });
    expect(await (await fetch(document.url, { headers: { authorization: 'Bearer acme-token' } })).text()).toBe('%PDF-1.4');
  });

  it('sends a small sample for a customer who has no file at hand, each what it says it is', async () => {
    for (const [type, mimeType, begin] of [
      ['image', 'image/png', '89504e47'],
      ['audio', 'audio/mpeg', 'fffb'],
      ['document', 'application/pdf', '25504446'],
      ['sticker', 'image/webp', '52494646'],
    ] as const) {
      receiver.clear();
      expect((await call('POST', '/simulator/messages', { phoneNumberId: '100', from: CUSTOMER, type })).status).toBe(201);
      const media = (await until('the webhook', () => receiver.messages()[0]))[type];
      expect(media.mime_type).toBe(mimeType);
      const bytes = Buffer.from(await (await fetch(media.url, { headers: { authorization: 'Bearer acme-token' } })).arrayBuffer());
      expect(bytes.toString('hex').startsWith(begin)).toBe(true);
    }
    expect((await call('POST', '/simulator/messages', { phoneNumberId: '100', from: CUSTOMER, type: 'video' })).status).toBe(400);
  });

  it('loses, delays and spoils files as often as it was told to', async () => {
    await call('POST', '/simulator/messages', { phoneNumberId: '100', from: CUSTOMER, type: 'image' });
    const { image } = await until('the webhook', () => receiver.messages()[0]);
    const headers = { authorization: 'Bearer acme-token' };
    const size = async () => (await (await fetch(image.url, { headers })).arrayBuffer()).byteLength;
    const right = await size();
    await call('POST', '/simulator/faults', {
      media: { notFound: { next: 1 }, addressEnded: { next: 1 }, wrongHash: { next: 1 }, oversized: { next: 1 }, delayMs: 30 },
    });
    expect((await graph('GET', image.id)).body.error).toMatchObject({ code: 100, error_subcode: 33 });
    expect((await graph('GET', image.id)).status).toBe(200);
    const started = Date.now();
    expect((await fetch(image.url, { headers })).status).toBe(404);
    expect(Date.now() - started).toBeGreaterThanOrEqual(28);
    expect(await size()).toBe(right + 1);
    expect(await size()).toBeGreaterThan(100 * 1024 * 1024);
    expect(await size()).toBe(right);
  });
});
