import { extractText, getDocumentProxy } from 'unpdf';
import { v7 } from 'uuid';
import { orderMessageRequested, requestedMessageChanged } from '#contracts';
import { asMember, eventually } from '#testing';
import { CommerceWorld, type Json } from './world.js';

/** A month before the invoices are due. */
const NOW = Date.parse('2030-02-01T09:00:00Z');

let world: CommerceWorld;
beforeAll(async () => {
  world = await CommerceWorld.start();
  world.now = () => new Date(NOW);
}, 120_000);
afterAll(() => world?.stop(), 60_000);

const call = async (method: string, path: string, tenantId: string, body?: Json, headers?: Record<string, string>): Promise<Json> => {
  const answer = await world.call(method, path, tenantId, body, headers);
  return { ...answer.body, http: answer.status };
};
const sent = (tenantId: string, over: Json = {}): Promise<Json> =>
  call('POST', '/invoices', tenantId, {
    phone: '+51 987 111 000',
    currency: 'PEN',
    language: 'es',
    status: 'sent',
    dueDate: '2030-03-01',
    customer: { name: 'Rosa Quispe' },
    lines: [{ description: 'Taza', quantity: 2, unitPriceMinor: 1_000, discountPercent: 10, taxPercent: 18 }],
    ...over,
  });
const textOf = async (bytes: ArrayBuffer): Promise<string> =>
  (await extractText(await getDocumentProxy(new Uint8Array(bytes)), { mergePages: true })).text.replaceAll('\u00A0', ' ');
const pdf = async (tenantId: string, path: string): Promise<Response> =>
  fetch(`${world.running.url}/api/v1${path}`, { headers: asMember(world.infra, tenantId, 'viewer') });

describe('the PDF of an invoice', () => {
  it('says who, what, how much and by when, the same each time; so does that of a credit note', async () => {
    const tenantId = v7();
    await call('PUT', '/commerce/invoice-settings', tenantId, { name: 'Tienda Rosa', taxName: 'IGV', note: 'BCP 191', color: '#0b7a5c' });
    const { id, invoiceNumber } = await sent(tenantId);
    const first = await pdf(tenantId, `/invoices/${id}/pdf`);
    expect(first.headers.get('content-type')).toBe('application/pdf');
    expect(first.headers.get('content-disposition')).toBe(`attachment; filename="${invoiceNumber}.pdf"`);
    const bytes = await first.arrayBuffer();
    const text = await textOf(bytes.slice(0));
    for (const part of [
      'Factura',
      invoiceNumber,
      'Tienda Rosa',
      'Rosa Quispe',
      'Taza (−10 %)',
      '18.00',
      'IGV 18 %',
      '3.24',
      '21.24',
      'BCP 191',
    ])
      expect(text.replaceAll(',', '.')).toContain(part.replaceAll(',', '.'));
    expect(text).toMatch(/1 mar\.? 2030/);
    await call('POST', `/invoices/${id}/payments`, tenantId, { amountMinor: 100, reference: 'a' });
    await call('PUT', '/commerce/invoice-settings', tenantId, { name: 'Another' });
    expect(Buffer.from(await (await pdf(tenantId, `/invoices/${id}/pdf`)).arrayBuffer()).equals(Buffer.from(bytes))).toBe(true);
    const { creditNotes } = await call('POST', `/invoices/${id}/credit-notes`, tenantId, {
      amountMinor: 1_062,
      reference: 'x',
      reason: 'Rota',
    });
    const note = await textOf(await (await pdf(tenantId, `/invoices/${id}/credit-notes/${creditNotes[0].id}/pdf`)).arrayBuffer());
    for (const part of ['Nota de crédito', creditNotes[0].creditNumber, invoiceNumber, 'Rota', '10.62'])
      expect(note.replaceAll(',', '.')).toContain(part);
  });

  it('of a draft shows it as it would be, and of another company is not found', async () => {
    const tenantId = v7();
    const { id } = await sent(tenantId, { status: 'draft' });
    expect(await textOf(await (await pdf(tenantId, `/invoices/${id}/pdf`)).arrayBuffer())).toContain('Borrador');
    expect((await pdf(v7(), `/invoices/${id}/pdf`)).status).toBe(404);
    expect(await call('POST', `/invoices/${id}/messages`, tenantId)).toMatchObject({ http: 409, code: 'invoice_not_payable' });
  });
});

it('an invoice that is sent goes to its customer as a document behind a link, once, and again by hand', async () => {
  const tenantId = v7();
  const outletId = await world.outlet(tenantId);
  const { id, invoiceNumber, messages } = await sent(tenantId);
  expect(messages).toMatchObject([{ type: 'document', status: 'requested' }]);
  await call('PUT', `/invoices/${id}`, tenantId, { status: 'sent' });
  const asked = (await world.infra.outboxEvents(orderMessageRequested, tenantId)).map(({ data }) => data);
  expect(asked).toMatchObject([
    {
      messageId: messages[0].id,
      outletId,
      to: '51987111000',
      reference: `invoice:${id}`,
      message: { type: 'document', document: { filename: `${invoiceNumber}.pdf`, caption: expect.stringContaining('21,24') } },
    },
  ]);
  const { pathname } = new URL((asked[0]!.message as unknown as Json).document.link);
  const open = (path: string): Promise<Response> => fetch(`${world.running.url}${path}`);
  const file = await open(pathname);
  expect(file.status).toBe(200);
  expect(await textOf(await file.arrayBuffer())).toContain(invoiceNumber);
  const at = pathname.length - 20;
  expect((await open(`${pathname.slice(0, at)}${pathname[at] === 'A' ? 'B' : 'A'}${pathname.slice(at + 1)}`)).status).toBe(403);
  const clock = world.now;
  try {
    world.now = () => new Date(NOW + 8 * 24 * 60 * 60_000);
    expect((await open(pathname)).status).toBe(403);
  } finally {
    world.now = clock;
  }
  const headers = { 'idempotency-key': 'again' };
  const again = await call('POST', `/invoices/${id}/messages`, tenantId, undefined, headers);
  expect(again).toMatchObject({ http: 202, status: 'requested' });
  expect(await call('POST', `/invoices/${id}/messages`, tenantId, undefined, headers)).toEqual(again);
  await world.infra.publish(requestedMessageChanged, tenantId, {
    requester: 'commerce',
    reference: `invoice:${id}`,
    messageId: again.id,
    outletId,
    errors: [],
    status: 'delivered',
    at: new Date(NOW).toISOString(),
  });
  await eventually(
    async () =>
      expect((await call('GET', `/invoices/${id}`, tenantId)).messages).toMatchObject([{ status: 'requested' }, { status: 'delivered' }]),
    { timeoutMs: 20_000 },
  );
  await call('PUT', '/commerce/invoice-settings', tenantId, { sendsDocument: false });
  expect((await sent(tenantId)).messages).toEqual([]);
});
