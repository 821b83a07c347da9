import { v7 } from 'uuid';
import { answerReplay, replyGenerated } from '#contracts';
import { eventually } from '#testing';
import { World } from './world.js';

const TENANT = v7();
const HOURS = {
  documentId: v7(),
  chunkId: v7(),
  title: 'Store guide',
  heading: 'Opening hours',
  text: 'We are open from 9 to 18. On Sundays we are closed.',
  score: 4.2,
  coverage: 1,
};

let world: World;
beforeAll(async () => {
  world = await World.start([TENANT], (_, query) => (/open|hours/i.test(query) ? [HOURS] : []));
  await world.infra.rows(
    `insert into tenant.llm_configs (tenant_id, tone, language, system_prompt, escalation_keywords, off_topic_guard)
     values ($1, 'friendly', 'es', '', '{lawyer}', true)`,
    [TENANT],
  );
  await world.restart();
}, 120_000);
afterAll(() => world?.stop(), 30_000);

const replay = async (questions: { question: string; earlier?: string[] }[], draft?: object) => {
  const request = { questions, ...(draft ? { draft } : {}) };
  const connection = await world.infra.nats();
  // The service has just started: its subscription may be on its way.
  const message = await eventually(
    () => connection.request(answerReplay.subject, JSON.stringify({ tenantId: TENANT, request }), { timeout: 10_000 }),
    { timeoutMs: 20_000 },
  );
  const answer = message.json<{ ok: boolean; reply: unknown }>();
  expect(answer).toMatchObject({ ok: true });
  return answerReplay.reply.parse(answer.reply).results;
};

describe('asked again', () => {
  it('questions get the answers of customers, in order, and nothing is stored or told', async () => {
    world.asked.length = 0;
    const draft = { baseId: v7() };
    const results = await replay(
      [{ question: 'When are you open?' }, { question: 'Do you sell elephants?' }, { question: 'lawyer!' }],
      draft,
    );
    expect(results).toEqual([
      {
        outcome: 'answer',
        text: expect.stringContaining('We are open from 9 to 18.'),
        documentIds: [HOURS.documentId],
        best: { text: expect.stringContaining('9 to 18'), confidence: expect.any(Number) },
      },
      { outcome: 'handoff', reason: 'no_answer', text: '', documentIds: [] },
      { outcome: 'handoff', reason: 'escalation_keyword', text: '', documentIds: [] },
    ]);
    expect(world.asked.map(({ draft }) => draft)).toEqual([draft, draft]);
    expect(await world.infra.rows('select request_id from llm_orchestration.answers where tenant_id = $1', [TENANT])).toEqual([]);
    expect(await world.infra.outboxEvents(replyGenerated, TENANT)).toEqual([]);
  });

  it('a question is answered after what came before it, and only as sure as was measured', async () => {
    expect(await replay([{ question: 'gracias', earlier: ['When are you open?'] }])).toMatchObject([
      { outcome: 'answer', documentIds: [] },
    ]);
    const enough = { sure: 0.999, more: 0.999 };
    expect(await replay([{ question: 'When are you open?' }], { baseId: v7(), enough })).toMatchObject([
      { outcome: 'handoff', reason: 'no_answer', best: { text: expect.stringContaining('9 to 18') } },
    ]);
  });
});
