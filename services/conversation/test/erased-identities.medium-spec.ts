import { v7 } from 'uuid';
import { messageSubmitted, statusChanged, type EventOf } from '#contracts';
import { type RunningService } from '#service-kit';
import { startInfrastructure, startService, type Infrastructure } from '#testing';
import { ApplyStatusesHandler } from '../src/handlers/messages/apply-statuses.handler.js';
import { RecordSubmittedMessageHandler } from '../src/handlers/messages/record-submitted-message.handler.js';
import { ErasedIdentitiesRepository } from '../src/persistence/privacy/erased-identities.repository.js';
import { ForgetIdentitiesHandler } from '../src/handlers/privacy/forget-identities.handler.js';
import { migrations } from '../src/persistence/migrations.js';
import { service } from '../src/service.js';
import { InboxWorld } from './inbox-world.js';
import { eventOf } from './interleaving.js';
import { standIns } from './tenant-stand-in.js';

let infra: Infrastructure;
let running: RunningService;

beforeAll(async () => {
  infra = await startInfrastructure({ modules: [...standIns, migrations] });
  await infra.nats();
  running = await startService(infra, service);
}, 60_000);
afterAll(async () => {
  await running?.close();
  await infra?.stop();
}, 30_000);

const PHONE = '5511987650001';
/** The same account. */
const OTHER_SPELLING = '551187650001';
const USER_ID = 'BR.4410099000456';

type To = EventOf<typeof messageSubmitted>['data']['to'];
const submitted = (inbox: InboxWorld, to: To, over: { messageId?: string; retryOf?: string } = {}) =>
  eventOf(messageSubmitted, inbox.world.tenantId, {
    messageId: v7(),
    outletId: inbox.world.outletId,
    to,
    type: 'text',
    text: 'Your table is free.',
    content: { type: 'text', text: { body: 'Your table is free.' } },
    at: new Date().toISOString(),
    ...over,
  });
const record = (...events: ReturnType<typeof submitted>[]) => running.app.get(RecordSubmittedMessageHandler).execute(events);
const phones = async (inbox: InboxWorld): Promise<(string | null)[]> =>
  (
    await infra.rows<{ phone: string | null }>('select phone from conversation.contacts where tenant_id = $1 order by phone', [
      inbox.world.tenantId,
    ])
  ).map(({ phone }) => phone);

async function known(): Promise<{ inbox: InboxWorld; erase: () => Promise<void> }> {
  const inbox = await InboxWorld.create(infra, running.url);
  await inbox.world.write({ phone: PHONE, userId: USER_ID }, 'Hello');
  await inbox.world.untilHandled(1);
  const erase = async (): Promise<void> => {
    const [{ id }] = (await inbox.as('viewer')('GET', `/contacts?phone=${PHONE}`)).body.items;
    expect((await inbox.as('admin')('POST', `/contacts/${id}/erasure`)).status).toBe(202);
  };
  return { inbox, erase };
}

describe('a customer who is forgotten', () => {
  it('does not come back with what was written to them before and is queued only now, under any of their names', async () => {
    const { inbox, erase } = await known();
    const before = v7();
    const events = [
      submitted(inbox, { phone: PHONE }, { messageId: before }),
      submitted(inbox, { phone: OTHER_SPELLING }),
      submitted(inbox, { userId: USER_ID }),
      submitted(inbox, { phone: '447700900111' }),
    ];
    await erase();
    // Tried once more while message-sender does not know yet.
    events.push(submitted(inbox, { phone: PHONE }, { retryOf: before }));
    await running.app.get(ApplyStatusesHandler).execute([
      eventOf(statusChanged, inbox.world.tenantId, {
        messageId: before,
        outletId: inbox.world.outletId,
        status: 'accepted',
        at: new Date().toISOString(),
        wamid: 'wamid.before',
      }),
    ]);
    await record(...events);
    for (const event of events) await record(event);
    expect(await phones(inbox)).toEqual(['447700900111']);
    expect(await inbox.world.messages()).toMatchObject([{ id: events[3]!.data.messageId }]);
    expect(await infra.rows('select from conversation.pending_statuses where tenant_id = $1', [inbox.world.tenantId])).toEqual([]);
  });

  it('is somebody new to what is written later, and to another tenant', async () => {
    const { inbox, erase } = await known();
    const other = await InboxWorld.create(infra, running.url);
    const elsewhere = submitted(other, { phone: PHONE });
    await erase();
    await record(elsewhere);
    expect(await phones(other)).toEqual([PHONE]);
    // An id says the millisecond.
    const { time } = (await infra.rows<{ time: string }>(`select now() + interval '5 seconds' as time`))[0]!;
    await record(submitted(inbox, { phone: PHONE }, { messageId: v7({ msecs: Date.parse(time) }) }));
    expect(await phones(inbox)).toEqual([PHONE]);
  });

  it('does not come back when the erasure commits while a message to them is being recorded', async () => {
    const { inbox, erase } = await known();
    const event = submitted(inbox, { phone: PHONE });
    const identities = running.app.get(ErasedIdentitiesRepository);
    const { among } = identities;
    let isAsked = false;
    identities.among = async (...args) => {
      const found = await among.apply(identities, args);
      if (!isAsked) {
        isAsked = true;
        await erase();
      }
      return found;
    };
    try {
      await expect(record(event)).rejects.toThrow();
    } finally {
      identities.among = among;
    }
    expect(await phones(inbox)).toEqual([]);
    // As the stream brings it once more.
    await record(event);
    expect(await phones(inbox)).toEqual([]);
  });

  it('is kept in mind as hashes alone, until nothing of before can be on its way', async () => {
    const { inbox, erase } = await known();
    await erase();
    const kept = () =>
      infra.rows<{ text: string }>('select row_to_json(r)::text as text from conversation.erased_identities r where tenant_id = $1', [
        inbox.world.tenantId,
      ]);
    const rows = await kept();
    expect(rows).toHaveLength(3);
    for (const { text } of rows) expect(text).not.toMatch(/87650001|4410099000456/);
    const forget = running.app.get(ForgetIdentitiesHandler);
    await infra.rows(`update conversation.erased_identities set erased_at = now() - interval '89 days' where tenant_id = $1`, [
      inbox.world.tenantId,
    ]);
    await forget.execute();
    expect(await kept()).toHaveLength(3);
    await infra.rows(`update conversation.erased_identities set erased_at = now() - interval '91 days' where tenant_id = $1`, [
      inbox.world.tenantId,
    ]);
    await forget.execute();
    expect(await kept()).toEqual([]);
  });
});
