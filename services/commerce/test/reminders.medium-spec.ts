import { v7 } from 'uuid';
import { messageReceived, orderMessageRequested, orderMessagesWithdrawn, requestedMessageChanged } from '#contracts';
import { TenantDatabase } from '#database';
import { eventually } from '#testing';
import { SendRemindersHandler } from '../src/handlers/invoices/send-reminders.handler.js';
import { InvoiceRow } from '../src/persistence/invoices/invoice.entity.js';
import { CommerceWorld, type Json } from './world.js';

const DAY_MS = 24 * 60 * 60_000;
/** A Monday at 08:00 in UTC, far from today: the service's own loop has nothing due but what this file moves the clock to. */
const START = Date.parse('2031-01-06T08:00:00Z');

let world: CommerceWorld;
let now = START;
beforeAll(async () => {
  world = await CommerceWorld.start();
  world.now = () => new Date(now);
}, 120_000);
afterAll(() => world?.stop(), 60_000);
beforeEach(() => {
  now = START;
});

const call = async (method: string, path: string, tenantId: string, body?: Json): Promise<Json> => {
  const answer = await world.call(method, path, tenantId, body);
  return { ...answer.body, http: answer.status };
};
const tick = (): Promise<number> => world.running.app.get(SendRemindersHandler, { strict: false }).execute();
const day = (ahead: number): string => new Date(START + ahead * DAY_MS).toISOString().slice(0, 10);
const STEPS = [
  { reminderType: 'due', days: 3 },
  { reminderType: 'overdue', days: 1, text: 'Please pay {{ invoice.due }}' },
  { reminderType: 'overdue', days: 14 },
];
const EVERY_DAY = [1, 2, 3, 4, 5, 6, 7];
const company = async (timeZone = 'UTC', policy: Json = {}): Promise<string> => {
  const tenantId = v7();
  await world.infra.owner.query(`insert into tenant.tenants (id, slug, name, settings) values ($1, $2, 'Tienda', $3)`, [
    tenantId,
    `t-${tenantId}`,
    JSON.stringify({ language: 'en', timezone: timeZone }),
  ]);
  await world.outlet(tenantId);
  await call('PUT', '/commerce/invoice-settings', tenantId, { sendsDocument: false });
  await call('PUT', '/commerce/reminder-policy', tenantId, { enabled: true, steps: STEPS, weekdays: EVERY_DAY, ...policy });
  return tenantId;
};
const sent = (tenantId: string, over: Json = {}): Promise<Json> =>
  call('POST', '/invoices', tenantId, {
    phone: '+51 987 111 000',
    currency: 'PEN',
    status: 'sent',
    dueDate: day(10),
    lines: [{ description: 'Mug', quantity: 1, unitPriceMinor: 1_000 }],
    ...over,
  });
const reminders = (tenantId: string, id: string) => call('GET', `/invoices/${id}/reminders`, tenantId);
const asked = async (tenantId: string): Promise<string[]> =>
  (await world.infra.outboxEvents(orderMessageRequested, tenantId)).map(({ data }) => String(data.message.text));
/** Day by day, hour by hour where something may be due. */
const pass = async (days: number, hours: readonly number[] = [0, 9, 20]): Promise<void> => {
  const midnight = Math.floor(now / DAY_MS) * DAY_MS;
  for (let ahead = 0; ahead < days; ahead++) {
    for (const hour of hours) {
      now = Math.max(now, midnight + ahead * DAY_MS + hour * 3_600_000);
      await tick();
    }
  }
};

it('are planned when an invoice is sent, and each leaves once, over a year', async () => {
  const tenantId = await company();
  const { id } = await sent(tenantId);
  expect((await reminders(tenantId, id)).items).toMatchObject([
    { reminderType: 'due', days: 3, state: 'planned', source: 'policy', dueAt: `${day(7)}T09:00:00.000Z` },
    { reminderType: 'overdue', days: 1, dueAt: `${day(11)}T09:00:00.000Z` },
    { reminderType: 'overdue', days: 14, dueAt: `${day(24)}T09:00:00.000Z` },
  ]);
  await pass(365);
  expect(await asked(tenantId)).toMatchObject([
    expect.stringContaining('is to be paid by'),
    expect.stringMatching(/^Please pay PEN\s10\.00$/),
    expect.stringContaining('is still open'),
  ]);
  const { items } = await reminders(tenantId, id);
  expect(items.map(({ state }: Json) => state)).toEqual(['sent', 'sent', 'sent']);
  const { messages } = await call('GET', `/invoices/${id}`, tenantId);
  expect(messages.map(({ id: message, type }: Json) => [message, type])).toEqual(
    items.map(({ messageId }: Json) => [messageId, 'reminder']),
  );
}, 120_000);

it('stop with the payment, and the next ones of others do not', async () => {
  const tenantId = await company();
  const { id } = await sent(tenantId);
  await pass(9);
  await call('PUT', `/invoices/${id}`, tenantId, { status: 'paid' });
  await pass(60);
  expect(await asked(tenantId)).toHaveLength(1);
  expect((await reminders(tenantId, id)).items).toMatchObject([
    { state: 'sent' },
    { state: 'cancelled', reason: 'settled' },
    { state: 'cancelled' },
  ]);
  expect(await call('POST', `/invoices/${id}/reminders`, tenantId, { reminderType: 'overdue', days: 90 })).toMatchObject({
    http: 409,
    code: 'invoice_not_payable',
  });
});

it('that wait with the sender are taken back when the invoice is paid, made void or disputed; what has left stays', async () => {
  const tenantId = await company();
  const [paid, voided, disputed, left] = [await sent(tenantId), await sent(tenantId), await sent(tenantId), await sent(tenantId)];
  await pass(8);
  const requests = await world.infra.outboxEvents(orderMessageRequested, tenantId);
  expect(requests).toHaveLength(4);
  const of = ({ id }: Json) => requests.find(({ data }) => data.reference === `invoice:${id}`)!.data;
  const { messageId, reference, outletId } = of(left);
  await world.infra.publish(requestedMessageChanged, tenantId, {
    requester: 'commerce',
    reference,
    messageId,
    outletId,
    status: 'accepted',
    errors: [],
    at: new Date(now).toISOString(),
  });
  await eventually(async () =>
    expect((await call('GET', `/invoices/${left.id}`, tenantId)).messages).toMatchObject([{ status: 'accepted' }]),
  );
  for (const { id } of [paid, left]) await call('PUT', `/invoices/${id}`, tenantId, { status: 'paid' });
  await call('PUT', `/invoices/${voided.id}`, tenantId, { status: 'void' });
  await call('PUT', `/invoices/${disputed.id}/reminders`, tenantId, { stopped: 'disputed' });
  const withdrawn = (await world.infra.outboxEvents(orderMessagesWithdrawn, tenantId)).map(({ data }) => data);
  expect(withdrawn).toEqual(
    [paid, voided, disputed].map((invoice) => ({
      outletId,
      messages: [{ messageId: of(invoice).messageId, reference: `invoice:${invoice.id}` }],
    })),
  );
}, 60_000);

describe('a payment in the same second', () => {
  const database = (): TenantDatabase => world.running.app.get(TenantDatabase, { strict: false });

  it('that commits first is seen: the reminder waits for it, and does not leave', async () => {
    const tenantId = await company();
    const { id } = await sent(tenantId);
    now = Date.parse(`${day(11)}T09:00:00Z`);
    let ticking: Promise<number> | undefined;
    await database().forTenant(tenantId, async (tx) => {
      await tx.rows(InvoiceRow).lock(id);
      ticking = tick();
      await eventually(
        async () => {
          const { rows } = await world.infra.owner.query(
            `select 1 from pg_stat_activity where wait_event_type = 'Lock' and query like '%commerce.invoices%' and datname = current_database()`,
          );
          expect(rows.length).toBeGreaterThan(0);
        },
        { timeoutMs: 20_000 },
      );
      await tx.rows(InvoiceRow).change(id, { paidMinor: 1_000, status: 'paid' });
    });
    await ticking;
    expect(await asked(tenantId)).toEqual([]);
    expect((await reminders(tenantId, id)).items).toMatchObject([{ state: 'cancelled' }, { state: 'cancelled', reason: 'settled' }, {}]);
  });

  it('that comes later waits for the reminder, which is asked for before the payment commits', async () => {
    const tenantId = await company();
    const { id } = await sent(tenantId);
    now = Date.parse(`${day(11)}T09:00:00Z`);
    await tick();
    await call('PUT', `/invoices/${id}`, tenantId, { status: 'paid' });
    await pass(40);
    expect(await asked(tenantId)).toEqual([expect.stringContaining('Please pay')]);
  });
});

it('leave within the hours of working days, by the clock on the wall of the company, where clocks change too', async () => {
  const tenantId = await company('Europe/Madrid', { weekdays: [1, 2, 3, 4, 5], fromTime: '10:00', toTime: '14:00' });
  // 30 March 2031 is the Sunday on which clocks are set forward there.
  const { id } = await sent(tenantId, { dueDate: '2031-03-29' });
  expect((await reminders(tenantId, id)).items).toMatchObject([
    { dueAt: '2031-03-26T09:00:00.000Z' },
    { dueAt: '2031-03-31T08:00:00.000Z' },
    { dueAt: '2031-04-14T08:00:00.000Z' },
  ]);
  // Whoever slept over the hours waits for the next ones.
  now = Date.parse('2031-03-31T12:30:00Z');
  await tick();
  expect(await asked(tenantId)).toEqual([]);
  expect((await reminders(tenantId, id)).items).toMatchObject([
    { state: 'skipped', reason: 'too_late' },
    { state: 'planned', dueAt: '2031-04-01T08:00:00.000Z' },
    {},
  ]);
  now = Date.parse('2031-04-01T08:00:00Z');
  await tick();
  expect(await asked(tenantId)).toHaveLength(1);
});

it('are held by a promise to pay, and ended by a dispute and by a customer who opts out', async () => {
  const tenantId = await company();
  const promised = await sent(tenantId);
  const disputed = await sent(tenantId, { phone: '+51987111001' });
  await call('PUT', `/invoices/${promised.id}/reminders`, tenantId, { promisedUntil: day(20) });
  expect(await call('PUT', `/invoices/${disputed.id}/reminders`, tenantId, { stopped: 'disputed' })).toMatchObject({
    stopped: 'disputed',
    items: Array(3).fill({ state: 'cancelled', reason: 'disputed' }),
  });
  expect(await call('PUT', `/invoices/${promised.id}/reminders`, tenantId, { promisedUntil: '2031-02-30' })).toMatchObject({ http: 400 });
  await pass(21);
  expect(await asked(tenantId)).toEqual([]);
  await pass(2);
  const messages = await world.infra.outboxEvents(orderMessageRequested, tenantId);
  expect(messages.map(({ data }) => data.message.text)).toEqual([expect.stringContaining('Please pay')]);
  const { messageId, outletId, reference } = messages[0]!.data;
  await world.infra.publish(requestedMessageChanged, tenantId, {
    requester: 'commerce',
    reference,
    messageId,
    outletId,
    errors: [],
    status: 'refused',
    refusal: { code: 'opted_out', detail: 'The customer does not want to be written to.' },
    at: new Date(now).toISOString(),
  });
  await eventually(
    async () =>
      expect(await reminders(tenantId, promised.id)).toMatchObject({
        stopped: 'opted_out',
        items: expect.arrayContaining([expect.objectContaining({ days: 14, state: 'cancelled', reason: 'opted_out' })]),
      }),
    { timeoutMs: 20_000 },
  );
});

it('stop when the customer replies to one, until a person lets them go on; another customer’s and what was said before change nothing', async () => {
  const tenantId = await company();
  const [hers, another] = [await sent(tenantId), await sent(tenantId, { phone: '+51987111001' })];
  const says = async (phone: string, type = 'text'): Promise<void> => {
    const { message } = messageReceived.example;
    const said = { ...message, wamid: `wamid.${v7()}`, type, timestamp: new Date(now).toISOString(), from: { phone } };
    await world.infra.publish(messageReceived, tenantId, { ...messageReceived.example, message: said });
    await world.infra.settled('commerce');
  };
  await says('51987111000');
  await pass(9);
  expect(await asked(tenantId)).toHaveLength(2);
  await says('51987111000', 'reaction');
  expect(await reminders(tenantId, hers.id)).toMatchObject({ stopped: null });
  now += 60_000;
  for (let n = 0; n < 2; n++) await says('51987111000');
  expect(await reminders(tenantId, hers.id)).toMatchObject({
    stopped: 'replied',
    items: [{ state: 'sent' }, { state: 'cancelled', reason: 'replied' }, { state: 'cancelled', reason: 'replied' }],
  });
  expect(await reminders(tenantId, another.id)).toMatchObject({ stopped: null });
  await call('PUT', `/invoices/${hers.id}/reminders`, tenantId, { stopped: null });
  await says('51987111000');
  expect(await reminders(tenantId, hers.id)).toMatchObject({ stopped: null });
  await call('POST', `/invoices/${hers.id}/reminders`, tenantId, { reminderType: 'overdue', days: 2 });
  await pass(20);
  expect(await asked(tenantId)).toHaveLength(5);
}, 60_000);

it('whose text is not right for an invoice are skipped with what is wrong with it, and hold up no other', async () => {
  const text = "{% if invoice.number == 'INV-2026-000042' %}Please pay{% endif %}";
  const tenantId = await company('UTC', { steps: [{ reminderType: 'due', days: 3, text }, ...STEPS.slice(1)] });
  const { id } = await sent(tenantId);
  await pass(12);
  const { items } = await reminders(tenantId, id);
  expect(items).toMatchObject([{ state: 'skipped', reason: 'text_failed' }, { state: 'sent' }, { state: 'planned' }]);
  const { messages } = await call('GET', `/invoices/${id}`, tenantId);
  expect(messages).toMatchObject([
    { id: items[0].messageId, status: 'skipped', code: 'text_failed', detail: 'the text is empty' },
    { id: items[1].messageId, status: 'requested', code: null },
  ]);
  expect(await asked(tenantId)).toEqual([expect.stringContaining('Please pay')]);
}, 60_000);

it('leave also where more than are looked at are due of a company whose reminders cannot leave', async () => {
  const [broken, tenantId] = [await company(), await company()];
  const stuck = await sent(broken);
  await world.infra.owner.query(
    `insert into commerce.invoice_reminders (tenant_id, id, invoice_id, reminder_type, days, message, source, state, due_at, created_at)
     select $1::uuid, uuidv7(), $2::uuid, type, n, '{}', 'hand', 'planned', $3::timestamptz, $3::timestamptz
     from unnest('{due,overdue}'::text[]) type cross join generate_series(20, 320) n`,
    [broken, stuck.id, new Date(START - DAY_MS).toISOString()],
  );
  await world.infra.owner.query(`
    create function commerce.fail_of_spec() returns trigger language plpgsql as $$ begin raise exception 'this company cannot'; end $$;
    create trigger fails before update on commerce.invoice_reminders for each row
      when (new.tenant_id = '${broken}') execute function commerce.fail_of_spec();`);
  await sent(tenantId);
  now = START + 7 * DAY_MS + 2 * 3_600_000;
  try {
    await expect(tick()).rejects.toThrow('this company cannot');
    expect(await asked(tenantId)).toEqual([expect.stringContaining('is to be paid by')]);
    expect(await asked(broken)).toEqual([]);
  } finally {
    await world.infra.owner.query('drop trigger fails on commerce.invoice_reminders');
    await world.infra.owner.query(`delete from commerce.invoice_reminders where tenant_id = $1`, [broken]);
  }
}, 60_000);

it('are planned by hand, one for each step, with words that are checked', async () => {
  const tenantId = await company('UTC', { enabled: false });
  const { id } = await sent(tenantId);
  const step = { reminderType: 'overdue', days: 2, messageTemplate: '{{ customer.name }}, {{ invoice.due }} for {{ invoice.number }}?' };
  const made = await call('POST', `/invoices/${id}/reminders`, tenantId, step);
  expect(made).toMatchObject({ http: 201, id: expect.any(String), dueAt: `${day(12)}T09:00:00.000Z`, state: 'planned', source: 'hand' });
  expect(await call('POST', `/invoices/${id}/reminders`, tenantId, step)).toMatchObject({ http: 409, code: 'reminder_planned_already' });
  expect(await call('POST', `/invoices/${id}/reminders`, tenantId, { ...step, days: 5, messageTemplate: '{{ secret }}' })).toMatchObject({
    http: 400,
    errors: [{ field: 'messageTemplate' }],
  });
  const stranger = v7();
  expect((await reminders(stranger, id)).http).toBe(404);
  expect((await call('POST', `/invoices/${id}/reminders`, stranger, step)).http).toBe(404);
  await pass(20);
  expect(await asked(tenantId)).toEqual([expect.stringMatching(/^\+51987111000, PEN\s10\.00 for INV-/)]);
});

it('follow a policy whose steps, hours and words are right', async () => {
  const tenantId = v7();
  const put = (body: Json) => call('PUT', '/commerce/reminder-policy', tenantId, body);
  expect(await call('GET', '/commerce/reminder-policy', tenantId)).toMatchObject({ enabled: false, steps: [], fromTime: '09:00' });
  const wrong = await put({ steps: [STEPS[0], { ...STEPS[0], text: '{{ secret }}' }], fromTime: '18:00', toTime: '09:00' });
  expect(wrong.errors.map(({ field }: Json) => field)).toEqual(['steps.1.text', 'toTime', 'steps']);
  const set = await put({ enabled: true, steps: STEPS, weekdays: [6] });
  expect(set).toMatchObject({ http: 200, enabled: true, steps: STEPS, weekdays: [6] });
  expect(await call('GET', '/commerce/reminder-policy', tenantId)).toEqual(set);
});
