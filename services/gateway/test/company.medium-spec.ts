import { companyDeletionDue, webhooksCompanyDeleted } from '#contracts';
import type { RunningService } from '#service-kit';
import { eventually, type Infrastructure } from '#testing';
import { webhookBuilder as build } from '#whatsapp';
import { FoldLedgerHandler } from '../src/handlers/ops/fold-ledger.handler.js';
import { ReadLedgerHandler } from '../src/handlers/ops/read-ledger.handler.js';
import { addOutlet, postSigned, startGateway, startWorld, TENANT_A, TENANT_B } from './gateway-world.js';

const DELETION = '0198c0de-0000-7000-8000-0000000000e1';
const acme = { wabaId: 'waba-a', phoneNumberId: 'phone-a' };
const beta = { wabaId: 'waba-b', phoneNumberId: 'phone-b' };

let infra: Infrastructure;
let gateway: RunningService;

beforeAll(async () => {
  infra = await startWorld();
  await addOutlet(infra, TENANT_A, acme.phoneNumberId, acme.wabaId);
  await addOutlet(infra, TENANT_B, beta.phoneNumberId, beta.wabaId);
  gateway = await startGateway(infra);
}, 60_000);
afterAll(async () => {
  await gateway?.close();
  await infra?.stop();
}, 30_000);

const text = (wamid: string, name: string, body: string) => build.textMessage({ wamid, from: '16505551234', name, body });
const said = (of: typeof acme, ...messages: ReturnType<typeof text>[]) => build.messagesEntry(of, { messages });
const items = (tenantId: string) => infra.rows('select id from gateway.webhook_items where tenant_id = $1', [tenantId]);
const journal = async (): Promise<string[]> =>
  (await infra.rows<{ body: Buffer }>('select body from gateway.webhook_journal order by id')).map(({ body }) => body.toString());

it('takes a company out of the journal, and leaves what others wrote in the same bodies', async () => {
  const own = build.webhookBody(said(acme, text('wamid.1', 'Lima', 'my secret is 1'), text('wamid.2', 'Lima', 'my secret is 2')));
  const mixed = build.webhookBody(
    said(acme, text('wamid.3', 'Lima', 'my secret is 3')),
    said(beta, text('wamid.4', 'Paula', 'to the other shop')),
  );
  for (const body of [own, mixed]) expect((await postSigned(gateway, JSON.stringify(body))).status).toBe(200);
  await eventually(async () => expect(await items(TENANT_A)).toHaveLength(3));
  await infra.rows(
    `insert into gateway.dead_letters (consumer, event_id, tenant_id, code, detail, envelope)
     select 'conversation', 'sha256:' || t, t::uuid, 'handler_failed', 'it failed', '{"text":"my secret"}' from unnest($1::text[]) t`,
    [[TENANT_A, TENANT_B]],
  );

  const event = await infra.publish(companyDeletionDue, TENANT_A, { deletionId: DELETION, round: 1 });
  await eventually(async () =>
    expect((await infra.events(webhooksCompanyDeleted)).map(({ data, tenantId }) => ({ ...data, tenantId }))).toEqual([
      { deletionId: DELETION, round: 1, tenantId: TENANT_A },
    ]),
  );
  expect(await items(TENANT_A)).toEqual([]);
  expect(await items(TENANT_B)).toHaveLength(1);
  expect((await journal()).join('\n')).not.toMatch(/secret|Lima/);
  expect((await journal())[0]).toBe('{"erased":true}');
  expect((await journal())[1]).toMatch(/Paula.*to the other shop|to the other shop.*Paula/);
  expect(await infra.rows('select tenant_id from gateway.dead_letters')).toEqual([{ tenant_id: TENANT_B }]);

  // The ledger still adds up, without what is gone.
  await eventually(async () => {
    await gateway.app.get(FoldLedgerHandler).execute();
    const { items: all, tenants } = await gateway.app.get(ReadLedgerHandler).execute();
    expect(all).toMatchObject({ received: 1, processed: 0, parked: 0, dead: 0, pending: 1 });
    expect(tenants.filter(({ tenantId }) => tenantId === TENANT_A).map(({ received }) => received)).not.toContain(3);
  });

  // The same once more, and the second round: answered, and nothing else is touched.
  await infra.publish(companyDeletionDue, TENANT_A, { deletionId: DELETION, round: 1 }, { id: event });
  await infra.publish(companyDeletionDue, TENANT_A, { deletionId: DELETION, round: 2 });
  await eventually(async () => expect((await infra.events(webhooksCompanyDeleted)).map(({ data }) => data.round)).toContain(2));
  expect(await items(TENANT_B)).toHaveLength(1);
  expect((await journal())[1]).toContain('to the other shop');
});
