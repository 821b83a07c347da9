import { replyGenerated, sendRequested, statusChanged } from '#contracts';
import type { RunningService } from '#service-kit';
import { eventually, startInfrastructure, startService, type Infrastructure } from '#testing';
import { migrations } from '../src/persistence/migrations.js';
import { service } from '../src/service.js';
import { answer, reply, World } from './conversation-world.js';
import { standIns } from './tenant-stand-in.js';

const HOUR_MS = 3_600_000;
const ago = (hours: number): string => new Date(Date.now() - hours * HOUR_MS).toISOString();

describe('until when a customer may be written to, as others see it', () => {
  let infra: Infrastructure;
  let running: RunningService;
  let world: World;

  beforeAll(async () => {
    infra = await startInfrastructure({ modules: [...standIns, migrations] });
    await infra.nats();
    running = await startService(infra, service, { REPLY_DEBOUNCE_MS: '600000' });
  }, 60_000);
  beforeEach(async () => {
    world = await World.create(infra);
  });
  afterAll(async () => {
    await running?.close();
    await infra?.stop();
  }, 30_000);

  interface Seen {
    phone: string | null;
    user_id: string | null;
    window_expires_at: string | null;
    free_entry_until: string | null;
  }
  const windows = () =>
    infra.rows<Seen>(
      `select phone, user_id, window_expires_at, free_entry_until from conversation.service_windows_v1
       where tenant_id = $1 and outlet_id = $2 order by phone`,
      [world.tenantId, world.outletId],
    );
  const hoursLeft = (at: string | null): number => (Date.parse(at!) - Date.now()) / HOUR_MS;
  const fromAd = (text: string) => ({
    raw: { type: 'text', text: { body: text }, referral: { source_type: 'ad', source_id: '120', ctwa_clid: 'click' } },
  });
  /** The bot answers; WhatsApp says what it was. @returns when it was said */
  const answered = async (events: number): Promise<{ messageId: string; at: string }> => {
    const { id: conversationId, epoch } = (await world.conversations())[0]!;
    await infra.publish(
      replyGenerated,
      world.tenantId,
      reply({ conversationId, outletId: world.outletId, epoch }, answer('From 9 to 18.')),
    );
    await world.untilHandled(events);
    const [sent] = await infra.rows<{ id: string; at: string }>(
      `select id, at from conversation.messages where tenant_id = $1 and direction = 'outbound' order by seq desc limit 1`,
      [world.tenantId],
    );
    return { messageId: sent!.id, at: sent!.at };
  };
  const wasFree = (messageId: string, type = 'free_entry_point') =>
    infra.publish(statusChanged, world.tenantId, {
      messageId,
      outletId: world.outletId,
      status: 'sent',
      wamid: `wamid.${messageId}`,
      at: new Date().toISOString(),
      pricing: { type, category: 'referral_conversion' },
      errors: [],
    } as never);

  it('is a day from what they wrote last, by phone and user id; an answer says so to whoever sends it', async () => {
    await world.write({ phone: '51987111000', userId: 'PE.1' }, 'Hello', { timestamp: ago(5) });
    await world.untilHandled(1);
    const [seen] = await windows();
    expect(seen).toMatchObject({ phone: '51987111000', user_id: 'PE.1', free_entry_until: null });
    expect(hoursLeft(seen!.window_expires_at)).toBeCloseTo(19, 1);
    await answered(2);
    const [sent] = await world.sends();
    expect(sent!.windowExpiresAt).toBe(seen!.window_expires_at);
    expect((await infra.outboxEvents(sendRequested, world.tenantId)).length).toBe(1);
  });

  it('is free of charge after an advertisement: for a day, and from the first answer for three', async () => {
    await world.write({ phone: '1' }, 'I saw your offer', { ...fromAd('I saw your offer'), timestamp: ago(2) });
    await world.untilHandled(1);
    expect(hoursLeft((await windows())[0]!.free_entry_until)).toBeCloseTo(22, 1);
    const first = await answered(2);
    await wasFree(first.messageId);
    await world.untilHandled(3);
    const open = Date.parse(first.at) + 72 * HOUR_MS;
    await eventually(async () => expect(Date.parse((await windows())[0]!.free_entry_until!)).toBe(open));
    // Later answers prolong nothing, and what was not free opens nothing.
    await world.write({ phone: '1' }, 'And on Sundays?');
    await world.untilHandled(4);
    const second = await answered(5);
    await wasFree(second.messageId);
    await world.untilHandled(6);
    expect(Date.parse((await windows())[0]!.free_entry_until!)).toBe(open);
    // The window of a day is another thing, and as it was.
    expect(hoursLeft((await windows())[0]!.window_expires_at)).toBeCloseTo(24, 1);
  });

  it('the first of two answers counts, whichever WhatsApp tells of first', async () => {
    await world.write({ phone: '1' }, 'I saw your offer', { ...fromAd('I saw your offer'), timestamp: ago(1) });
    await world.untilHandled(1);
    const first = await answered(2);
    await world.write({ phone: '1' }, 'And on Sundays?');
    await world.untilHandled(3);
    const second = await answered(4);
    expect(Date.parse(second.at)).toBeGreaterThanOrEqual(Date.parse(first.at));
    await wasFree(second.messageId);
    await wasFree(first.messageId);
    await world.untilHandled(6);
    expect(Date.parse((await windows())[0]!.free_entry_until!)).toBe(Date.parse(first.at) + 72 * HOUR_MS);
  });

  it('costs what it costs for everybody else', async () => {
    await world.write({ phone: '1' }, 'Hello', { timestamp: ago(1) });
    await world.untilHandled(1);
    const { messageId } = await answered(2);
    await wasFree(messageId);
    await world.untilHandled(3);
    expect((await windows())[0]).toMatchObject({ free_entry_until: null });
  });
});
