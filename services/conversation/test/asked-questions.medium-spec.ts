import { v7 } from 'uuid';
import { askedQuestions, replyGenerated, replyRequested } from '#contracts';
import type { RunningService } from '#service-kit';
import { eventually, startInfrastructure, startService, type Infrastructure } from '#testing';
import { migrations } from '../src/persistence/migrations.js';
import { service } from '../src/service.js';
import { answer, reply, World } from './conversation-world.js';
import { standIns } from './tenant-stand-in.js';

describe('what customers asked lately', () => {
  let infra: Infrastructure;
  let running: RunningService;

  beforeAll(async () => {
    infra = await startInfrastructure({ modules: [...standIns, migrations] });
    running = await startService(infra, service);
  }, 120_000);
  afterAll(async () => {
    await running?.close();
    await infra?.stop();
  }, 30_000);

  const asked = async (tenantId: string, limit = 100) => {
    const nats = await infra.nats();
    const message = await nats.request(askedQuestions.subject, JSON.stringify({ tenantId, request: { limit } }), { timeout: 10_000 });
    const answered = message.json<{ ok: boolean; reply: unknown }>();
    expect(answered).toMatchObject({ ok: true });
    return askedQuestions.reply.parse(answered.reply).items;
  };

  it('is told with what became of it, and to nobody of another tenant', async () => {
    const world = await World.create(infra, { replyDebounceMs: 0 });
    const citations = [{ documentId: v7(), chunkId: v7(), title: 'Guide', text: 'We open at nine.', score: 1 }];
    const said = { kind: 'answer', text: 'We open at nine.', citations } as const;
    /** A customer asks, and the bot does something. @returns the conversation's id */
    const turn = async (phone: string, text: string, outcome: Parameters<typeof reply>[1]): Promise<string> => {
      const before = (await world.sent(replyRequested)).length;
      await world.write({ phone }, text);
      const requests = await world.requests(before + 1);
      await infra.publish(replyGenerated, world.tenantId, reply(requests.at(-1)!, outcome));
      const { conversationId } = requests.at(-1)!;
      await eventually(async () =>
        expect((await world.messages()).some((row) => row.conversation_id === conversationId && row.direction === 'outbound')).toBe(true),
      );
      return conversationId;
    };
    const lamps = await turn('51900000001', 'Do you repair lamps?', { kind: 'handoff', reason: 'no_answer' });
    const hours = await turn('51900000002', 'When do you open?', said);
    await turn('51900000003', 'Hello', answer('Hello! How can I help?'));
    await turn('51900000004', 'I want a person', { kind: 'handoff', reason: 'customer_asked' });
    const wrong = await turn('51900000005', 'When do you close?', said);
    await infra.rows(
      `update conversation.messages set wamid = 'wamid.of-bot' where tenant_id = $1 and conversation_id = $2 and author = 'bot'`,
      [world.tenantId, wrong],
    );
    await world.write({ phone: '51900000005' }, undefined, {
      type: 'reaction',
      raw: { type: 'reaction', reaction: { message_id: 'wamid.of-bot', emoji: '👎🏽' } },
    });
    await eventually(async () => expect((await world.messages()).some(({ type }) => type === 'reaction')).toBe(true));
    // A person answers the first customer.
    await infra.rows(
      `insert into conversation.messages (tenant_id, id, conversation_id, seq, direction, author, type, text, status, epoch, at)
       select $1, $2, $3, next_seq, 'outbound', 'agent', 'text', 'Yes, within a week.', 'sent', epoch, now()
       from conversation.conversations where tenant_id = $1 and id = $3`,
      [world.tenantId, v7(), lamps],
    );
    expect(await asked(world.tenantId)).toMatchObject([
      { conversationId: wrong, question: 'When do you close?', outcome: 'disliked' },
      { conversationId: hours, question: 'When do you open?', outcome: 'answered' },
      { conversationId: lamps, question: 'Do you repair lamps?', outcome: 'unanswered', personAnswer: 'Yes, within a week.' },
    ]);
    expect(await asked(world.tenantId, 1)).toMatchObject([{ conversationId: wrong }]);
    expect(await asked(v7())).toEqual([]);
  }, 60_000);
});
