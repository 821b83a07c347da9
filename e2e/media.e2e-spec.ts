import { createHash } from 'node:crypto';
import { eventually, System, type DemoTenant } from './system.js';

interface Message {
  id: string;
  seq: number;
  direction: string;
  type: string;
  text?: string;
  status: string;
  media?: {
    id: string;
    status: string;
    contentType: string;
    size?: number;
    sha256?: string;
    caption?: string;
    filename?: string;
    error?: { code: string };
  };
  replyTo?: { messageId?: string; text?: string };
  reactions?: { emoji: string; author: string }[];
  location?: { latitude: number; name?: string };
}

const CUSTOMER = '15550700001';
const PICTURE = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64');

describe('files', () => {
  let system: System;
  let acme: DemoTenant;
  let beta: DemoTenant;
  let conversationId: string;

  beforeAll(async () => {
    system = await System.start();
    [acme, beta] = [system.tenant('acme-corp'), system.tenant('beta-store')];
    await system.customerWrites(acme, CUSTOMER, 'Hello');
    conversationId = await eventually(async () => {
      const { body } = await system.api<{ items: { id: string }[] }>(`/conversations?phone=${CUSTOMER}`, { as: acme });
      expect(body.items).toHaveLength(1);
      return body.items[0]!.id;
    });
    // A person answers from here on.
    await system.api(`/conversations/${conversationId}/handoff`, { as: acme, body: {} });
  }, 180_000);
  afterAll(async () => system?.destroy(), 60_000);

  const customerSends = (type: string, body: object = {}): Promise<void> =>
    system.simulator('messages', { phoneNumberId: acme.outlets[0]!.phoneNumberId, from: CUSTOMER, type, [type]: body });
  const messages = async (): Promise<Message[]> =>
    (await system.api<{ items: Message[] }>(`/conversations/${conversationId}/messages?limit=100`, { as: acme })).body.items;
  /** The newest message of a kind, once it is as wanted. */
  const newest = (type: string, direction: string, wanted: (message: Message) => void = () => undefined): Promise<Message> =>
    eventually(
      async () => {
        const message = (await messages()).findLast((found) => found.type === type && found.direction === direction);
        expect(message).toBeDefined();
        wanted(message!);
        return message!;
      },
      { timeoutMs: 20_000 },
    );
  const write = (body: object) => system.api<Message>(`/conversations/${conversationId}/messages`, { as: acme, body });
  const read = async (url: string, headers: Record<string, string> = {}) => fetch(system.url + url, { headers });
  const upload = async (bytes: Buffer, type: string, name: string) => {
    const form = new FormData();
    form.set('file', new Blob([new Uint8Array(bytes)], { type }), name);
    const response = await fetch(`${system.url}/api/v1/media`, { method: 'POST', headers: { 'x-api-key': acme.apiKey }, body: form });
    return { status: response.status, body: (await response.json()) as { id: string; contentType: string; size: number; code?: string } };
  };

  it('of a customer are kept at once, and a link gives the very bytes, whole or in part, to whoever has it', async () => {
    await customerSends('image', { data: PICTURE.toString('base64'), mimeType: 'image/png', caption: 'This one' });
    const { media } = await newest('image', 'inbound', (message) => expect(message.media?.status).toBe('stored'));
    expect(media).toEqual({
      id: expect.any(String),
      status: 'stored',
      contentType: 'image/png',
      size: PICTURE.length,
      sha256: createHash('sha256').update(PICTURE).digest('hex'),
      caption: 'This one',
    });
    const link = await system.api<{ url: string; expiresAt: string }>(`/media/${media!.id}/link`, { as: acme, method: 'POST' });
    expect(link.body.url).toMatch(/^\/media\/[\w.-]+$/);
    const whole = await read(link.body.url);
    expect(Object.fromEntries(whole.headers)).toMatchObject({
      'content-type': 'image/png',
      'content-disposition': expect.stringMatching(/^inline;/),
      'x-content-type-options': 'nosniff',
      'content-security-policy': expect.stringContaining('sandbox'),
      'cache-control': 'private, max-age=300',
    });
    expect(Buffer.from(await whole.arrayBuffer())).toEqual(PICTURE);
    const part = await read(link.body.url, { range: 'bytes=1-3' });
    expect([part.status, part.headers.get('content-range'), await part.text()]).toEqual([206, `bytes 1-3/${PICTURE.length}`, 'PNG']);
    expect((await read(`${link.body.url.slice(0, -2)}xx`)).status).toBe(403);

    for (const path of [`/media/${media!.id}`, `/media/${media!.id}/link`, `/media/${media!.id}/retry`]) {
      const { status } = await system.api(path, { as: beta, method: path.endsWith(media!.id) ? 'GET' : 'POST' });
      expect([path, status]).toEqual([path, 404]);
    }
  }, 60_000);

  it('that an agent sends are uploaded once and shown on the phone', async () => {
    const { status, body } = await upload(PICTURE, 'image/png', 'answer.png');
    expect([status, body]).toEqual([201, expect.objectContaining({ contentType: 'image/png', size: PICTURE.length })]);
    const question = await newest('image', 'inbound');
    for (const caption of ['First', 'Second']) {
      const sent = await write({ type: 'image', mediaId: body.id, caption, replyToMessageId: question.id });
      expect([sent.status, sent.body.media?.id, sent.body.replyTo?.messageId]).toEqual([201, body.id, question.id]);
    }
    const pictures = await eventually(
      async () => {
        const shown = (await system.thread(acme, CUSTOMER)).filter(({ type, direction }) => type === 'image' && direction === 'outbound');
        expect(shown).toHaveLength(2);
        return shown as unknown as { text: string; contextWamid: string; content: { id: string } }[];
      },
      { timeoutMs: 30_000 },
    );
    expect(pictures.map(({ text }) => text)).toEqual(['First', 'Second']);
    expect(pictures[0]!.contextWamid).toBeDefined();
    expect(new Set(pictures.map(({ content }) => content.id)).size).toBe(1);
    const seen = await fetch(`${system.simulatorUrl}/simulator/media/${pictures[0]!.content.id}`);
    expect(Buffer.from(await seen.arrayBuffer())).toEqual(PICTURE);
  }, 60_000);

  it('that WhatsApp did not give can be fetched again', async () => {
    await system.simulator('faults', { media: { notFound: { next: 1 } } });
    await customerSends('document', {
      data: Buffer.from('%PDF-1.4\n%%EOF').toString('base64'),
      mimeType: 'application/pdf',
      filename: 'bill.pdf',
    });
    const { media } = await newest('document', 'inbound', (message) => expect(message.media?.status).toBe('expired'));
    expect(media!.error?.code).toBe('expired');
    expect((await system.api(`/media/${media!.id}/link`, { as: acme, method: 'POST' })).status).toBe(409);
    expect((await system.api(`/media/${media!.id}/retry`, { as: acme, method: 'POST' })).status).toBe(202);
    const again = await newest('document', 'inbound', (message) => expect(message.media?.status).toBe('stored'));
    expect(again.media).toMatchObject({ contentType: 'application/pdf', filename: 'bill.pdf' });
  }, 60_000);

  it('stand beside places, reactions and quotes, in both directions', async () => {
    await customerSends('location', { latitude: -12.0464, longitude: -77.0428, name: 'Plaza Mayor' });
    const place = await newest('location', 'inbound');
    expect(place.location).toEqual({ latitude: -12.0464, longitude: -77.0428, name: 'Plaza Mayor' });

    expect((await write({ type: 'reaction', messageId: place.id, emoji: '👍' })).status).toBe(201);
    await eventually(async () => {
      const reaction = (await system.thread(acme, CUSTOMER)).find(({ type, direction }) => type === 'reaction' && direction === 'outbound');
      expect(reaction?.text).toBe('👍');
    });
    expect((await newest('location', 'inbound')).reactions).toEqual([{ emoji: '👍', author: 'api', at: expect.any(String) }]);

    const answer = (await write({ type: 'text', text: 'We deliver there.' })).body;
    const wamid = await eventually(async () => {
      const shown = (await system.thread(acme, CUSTOMER)).find(({ text }) => text === 'We deliver there.');
      expect(shown).toBeDefined();
      return shown!.wamid;
    });
    const customerReacts = (emoji: string) => customerSends('reaction', { wamid, emoji });
    const reactionsOfAnswer = async () => (await messages()).find(({ id }) => id === answer.id)!.reactions;
    await eventually(async () => expect((await messages()).find(({ id }) => id === answer.id)).toMatchObject({ wamid }));
    await customerReacts('❤️');
    await eventually(async () => expect(await reactionsOfAnswer()).toEqual([expect.objectContaining({ emoji: '❤️', author: 'customer' })]));
    await customerReacts('');
    await eventually(async () => expect(await reactionsOfAnswer()).toBeUndefined());

    await system.simulator('messages', {
      phoneNumberId: acme.outlets[0]!.phoneNumberId,
      from: CUSTOMER,
      type: 'text',
      text: 'Great',
      contextWamid: wamid,
    });
    const quote = await newest('text', 'inbound', (message) => expect(message.text).toBe('Great'));
    expect(quote.replyTo).toMatchObject({ messageId: answer.id, text: 'We deliver there.' });
  }, 60_000);

  it('of kinds and sizes that WhatsApp does not take are refused, large ones too', async () => {
    const page = await upload(Buffer.from('<html><script>1</script></html>'), 'image/png', 'x.png');
    expect([page.status, page.body.code]).toEqual([415, 'unsupported_media_type']);
    const heavy = await upload(Buffer.concat([PICTURE, Buffer.alloc(5 * 1024 * 1024)]), 'image/png', 'x.png');
    expect([heavy.status, heavy.body.code]).toEqual([413, 'media_too_large']);
    const long = await upload(
      Buffer.concat([Buffer.from('%PDF-1.7\n'), Buffer.alloc(40 * 1024 * 1024, 32)]),
      'application/pdf',
      'long.pdf',
    );
    expect([long.status, long.body.size]).toEqual([201, 40 * 1024 * 1024 + 9]);
    const { status, body } = await write({ type: 'image', mediaId: long.body.id });
    expect([status, (body as unknown as { code: string }).code]).toEqual([422, 'media_type_mismatch']);
  }, 60_000);
});
