import { v7 } from 'uuid';
import { campaignMessageRequested, messageSubmitted, requestedMessageChanged } from '#contracts';
import { eventually } from '#testing';
import { SenderWorld, type Outlet } from './sender-world.js';

const world = new SenderWorld(false);

beforeAll(async () => {
  await world.start();
  await world.startService();
}, 60_000);
afterAll(() => world.stop(), 30_000);

const TO = '+16505551234';
const COMPONENTS = [
  { type: 'BODY', text: '*{{1}}* is your verification code.' },
  {
    type: 'BUTTONS',
    buttons: [{ type: 'URL', text: 'Copy code', url: 'https://www.whatsapp.com/otp/code/?otp_type=COPY_CODE&code=otp{{1}}' }],
  },
];

async function template({ tenantId, wabaId }: Outlet): Promise<string> {
  const id = v7();
  await world.infra.rows(
    `insert into message_sender.templates (tenant_id, id, waba_id, name, language, category, status, parameter_format, components)
     values ($1, $2, $3, 'otp', 'en_US', 'AUTHENTICATION', 'APPROVED', 'POSITIONAL', $4)`,
    [tenantId, id, wabaId, JSON.stringify(COMPONENTS)],
  );
  return id;
}

async function request(outlet: Outlet, code: string): Promise<string> {
  const messageId = v7();
  const parameters = [{ type: 'text', text: code }];
  const components = [
    { type: 'body', parameters },
    { type: 'button', sub_type: 'url', index: '0', parameters },
  ];
  await world.infra.publish(campaignMessageRequested, outlet.tenantId, {
    messageId,
    reference: `code:${v7()}`,
    outletId: outlet.id,
    to: TO,
    class: 'otp',
    purpose: 'authentication',
    message: { type: 'template', template: { templateId: await template(outlet), components } },
  });
  return messageId;
}

const told = async (messageId: string): Promise<string[]> =>
  (await world.infra.outboxEvents(requestedMessageChanged)).flatMap(({ data }) => (data.messageId === messageId ? [data.status] : []));
const everything = async (outlet: Outlet): Promise<string> =>
  JSON.stringify([
    await world.infra.rows('select * from message_sender.messages where tenant_id = $1', [outlet.tenantId]),
    await world.infra.rows('select * from message_sender.outbox where tenant_id = $1', [outlet.tenantId]),
  ]);

describe('a message with a one-time code', () => {
  it('reaches WhatsApp with its code, and holds it nowhere once it has left; people read that it was one', async () => {
    const outlet = await world.outlet();
    const id = await request(outlet, '48291357');
    await eventually(async () => expect(await told(id)).toEqual(['accepted']), { timeoutMs: 20_000 });
    expect(JSON.stringify(world.graph.of(outlet.phoneNumberId))).toContain('48291357');
    expect(await everything(outlet)).not.toContain('48291357');
    const [submitted] = (await world.infra.outboxEvents(messageSubmitted)).filter(({ data }) => data.messageId === id);
    expect(submitted!.data).toMatchObject({ text: 'One-time code', content: { template: { name: 'otp', category: 'AUTHENTICATION' } } });
    const { body } = await world.call('GET', `/messages/${id}`, outlet.tenantId);
    expect(body).toMatchObject({ class: 'otp', content: { template: { rendered: { body: 'One-time code' } } } });
  });

  it('does not hold it either after it has failed or was taken back, and is not sent again', async () => {
    const outlet = await world.outlet();
    world.graph.script(outlet.phoneNumberId, 131026);
    const id = await request(outlet, '48291358');
    await eventually(async () => expect(await told(id)).toEqual(['failed']), { timeoutMs: 20_000 });
    expect(await everything(outlet)).not.toContain('48291358');
    expect(await world.call('POST', `/messages/${id}/retry`, outlet.tenantId)).toMatchObject({
      status: 409,
      body: { code: 'otp_not_kept' },
    });
  });
});
