import type { ServerResponse } from 'node:http';
import { v7 } from 'uuid';
import { knowledgeSearchMany, replyRequested, schemaOf, SERVICES } from '#contracts';
import type { RunningService } from '#service-kit';
import { eventually, startInfrastructure, startService, type Infrastructure } from '#testing';
import { migrations as billingMigrations } from '../../billing/src/persistence/migrations.js';
import { migrations as tenantMigrations } from '../../tenant/src/persistence/migrations.js';
import { migrations } from '../src/persistence/migrations.js';
import { service } from '../src/service.js';
import { FakeOpenAi, whole } from './fake-openai.js';

const [BUSY, QUIET] = [v7(), v7()];
const QUESTIONS = 400;

describe('a backlog of questions of one tenant, with a slow model', () => {
  const openAi = new FakeOpenAi();
  /** Answers to the busy tenant that the model has begun and not ended. */
  const held: (() => void)[] = [];
  let isHeld = true;
  let infra: Infrastructure;
  let running: RunningService;

  beforeAll(async () => {
    const others = SERVICES.filter((name) => !['tenant', 'billing', 'llm-orchestration'].includes(name)).map((name) => ({
      schema: schemaOf(name),
      migrations: [],
    }));
    infra = await startInfrastructure({
      modules: [...others, { schema: 'llm_orchestration', migrations: [] }, tenantMigrations, billingMigrations, migrations],
    });
    for (const id of [BUSY, QUIET]) await infra.rows(`insert into tenant.tenants (id, slug, name) values ($1, $2, $2)`, [id, `t-${id}`]);
    const passage = {
      documentId: v7(),
      chunkId: v7(),
      title: 'Guide',
      heading: 'Hours',
      text: 'Open from 9 to 18.',
      score: 4,
      coverage: 1,
    };
    const nats = await infra.nats();
    nats.subscribe(knowledgeSearchMany.subject, {
      callback: (_, message) => {
        const { request } = message.json<{ request: { questions: unknown[] } }>();
        message.respond(JSON.stringify({ ok: true, reply: { results: request.questions.map(() => ({ items: [passage] })) } }));
      },
    });
    await nats.flush();
    openAi.behave = (response: ServerResponse, attempt) => {
      const { messages } = openAi.requests.at(-1)!;
      const answer = (): void => whole('Open from 9 to 18 [1].')(response, attempt);
      if (isHeld && JSON.stringify(messages).includes('busy')) held.push(answer);
      else answer();
    };
    running = await startService(infra, service, {
      OPENAI_API_KEY: 'sk-test',
      OPENAI_BASE_URL: await openAi.start(),
      OPENAI_TIMEOUT_MS: '120000',
      OPENAI_STALL_TIMEOUT_MS: '120000',
    });
  }, 60_000);
  afterAll(async () => {
    isHeld = false;
    held.splice(0).forEach((answer) => answer());
    await running?.close();
    await openAi.stop();
    await infra?.stop();
  }, 60_000);

  const ask = (tenantId: string, question: string): Promise<string> =>
    infra.publish(replyRequested, tenantId, {
      conversationId: v7(),
      outletId: v7(),
      contactId: v7(),
      epoch: 1,
      question,
      wamid: 'wamid.1',
      history: [],
    });
  const answered = async (tenantId: string): Promise<number> =>
    (await infra.rows('select 1 from llm_orchestration.answers where tenant_id = $1', [tenantId])).length;

  it('delays nobody: those of another are answered before any of it is', async () => {
    for (let n = 0; n < QUESTIONS; n++) await ask(BUSY, `When are you busy? ${n}`);
    await eventually(() => expect(held.length).toBeGreaterThan(replyRequested.policy.concurrency / 2), { timeoutMs: 30_000 });
    for (let n = 0; n < 5; n++) await ask(QUIET, `When are you open? ${n}`);
    await eventually(async () => expect(await answered(QUIET)).toBe(5), { timeoutMs: 30_000 });
    expect(await answered(BUSY)).toBe(0);

    isHeld = false;
    held.splice(0).forEach((answer) => answer());
    await eventually(async () => expect(await answered(BUSY)).toBe(QUESTIONS), { timeoutMs: 60_000 });
  }, 120_000);
});
