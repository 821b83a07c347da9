import type { ServerResponse } from 'node:http';
import { v7 } from 'uuid';
import { replyGenerated } from '#contracts';
import { eventually } from '#testing';
import { chunk, FakeOpenAi, stream, usage, whole } from './fake-openai.js';
import { World } from './world.js';

const TENANT = v7();
const OTHER_TENANT = v7();
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
  world = await World.start([TENANT, OTHER_TENANT], (tenantId, query) => {
    // What no Postgres can keep, from a service of another make.
    if (/broken title/.test(query)) return [{ ...HOURS, title: 'Store\0guide' }];
    return tenantId === TENANT && /open|hours/i.test(query) ? [HOURS] : [];
  });
  await world.infra.rows(
    `insert into tenant.llm_configs (tenant_id, tone, language, system_prompt, escalation_keywords, off_topic_guard)
     values ($1, 'friendly', 'es', 'Sign as Ana.', '{lawyer}', true)`,
    [TENANT],
  );
}, 60_000);

afterAll(() => world?.stop(), 30_000);

describe('without a model', () => {
  beforeAll(() => world.restart());

  it('shows its answer as one draft that is done', async () => {
    let id = '';
    const drafts = await world.draftsOf(TENANT, async () => (id = await world.ask(TENANT, 'What are your opening hours?')));
    const { outcome, ...reply } = await world.replyTo(id);
    const { conversationId, epoch } = reply;
    expect(drafts).toEqual([{ conversationId, outletId: reply.outletId, epoch, text: (outcome as { text: string }).text, done: true }]);
  });

  it('answers with the passage and says where it is from, in the tenant’s language', async () => {
    const id = await world.ask(TENANT, 'When are you open?');
    expect(await world.replyTo(id)).toMatchObject({
      epoch: 3,
      outcome: {
        kind: 'answer',
        text: `${HOURS.text}\n\n_Fuente: Store guide_`,
        citations: [{ chunkId: HOURS.chunkId, title: 'Store guide', text: HOURS.text }],
      },
      usage: { responder: 'offline', model: 'offline', promptTokens: 0 },
    });
    const rows = await world.infra.rows('select outcome, citations from llm_orchestration.answers where request_id = $1', [id]);
    expect(rows).toEqual([
      { outcome: 'answer', citations: [{ documentId: HOURS.documentId, chunkId: HOURS.chunkId, title: 'Store guide', score: 4.2 }] },
    ]);
    await eventually(async () => expect((await world.infra.events(replyGenerated)).length).toBeGreaterThan(0));
  });

  it('withholds answers that the plan has not, and says why; what needs a person anyway says that', async () => {
    const use = (amount: number) =>
      world.infra.rows(
        `insert into billing.quotas (tenant_id, meter, limit_amount, period_start, used_amount)
         values ($1, 'aiReplies', 2, date_trunc('month', now() at time zone 'utc'), $2)
         on conflict (tenant_id, meter) do update set used_amount = excluded.used_amount`,
        [TENANT, amount],
      );
    const outcomeOf = async (question: string, tenant = TENANT) => (await world.replyTo(await world.ask(tenant, question))).outcome;
    await use(2);
    const searched = world.asked.length;
    expect(await outcomeOf('When are you open?')).toEqual({
      kind: 'handoff',
      reason: 'no_answer',
      detail: 'the AI answers of the plan are used up for this month',
      withheld: 'plan_limit',
    });
    expect(world.asked.length).toBe(searched);
    expect(await outcomeOf('I want my lawyer')).toMatchObject({ kind: 'handoff', reason: 'escalation_keyword' });
    await use(1);
    expect(await outcomeOf('When are you open?')).toMatchObject({ kind: 'answer' });
    await world.infra.rows(`delete from billing.quotas where tenant_id = $1`, [TENANT]);
  });

  it('of many questions at once exactly as many are answered as the plan allows, and none where no message could carry it', async () => {
    const limit = (meter: string, amount: number) =>
      world.infra.rows(`insert into billing.quotas (tenant_id, meter, limit_amount) values ($1, $2, $3)`, [TENANT, meter, amount]);
    const outcomes = async (count: number): Promise<string[]> => {
      const asked = await Promise.all(Array.from({ length: count }, () => world.ask(TENANT, 'When are you open?')));
      const replies = await Promise.all(asked.map((id) => world.replyTo(id)));
      return replies.map(({ outcome }) => (outcome.kind === 'answer' ? 'answer' : String(outcome.withheld))).sort();
    };
    await limit('aiReplies', 3);
    expect(await outcomes(8)).toEqual([...Array<string>(3).fill('answer'), ...Array<string>(5).fill('plan_limit')]);
    await world.infra.rows(`update billing.quotas set limit_amount = null where tenant_id = $1`, [TENANT]);
    await limit('messages', 0);
    expect(await outcomes(2)).toEqual(['plan_limit', 'plan_limit']);
    await world.infra.rows(`delete from billing.quotas where tenant_id = $1`, [TENANT]);
    expect(await outcomes(1)).toEqual(['answer']);
  });

  it('an event that comes again is answered once', async () => {
    const id = v7();
    for (let i = 0; i < 3; i++) await world.ask(TENANT, 'When are you open?', { id });
    const last = await world.ask(TENANT, 'What are your hours?');
    await world.replyTo(last);
    await eventually(async () => {
      expect(await world.infra.rows('select 1 from llm_orchestration.answers where request_id = $1', [id])).toHaveLength(1);
      expect(await world.infra.rows('select 1 from llm_orchestration.inbox where event_id = $1', [id])).toHaveLength(1);
    });
    await eventually(async () => {
      const [answers] = await world.infra.rows<{ count: number }>('select count(*)::int as count from llm_orchestration.answers');
      expect(await world.infra.events(replyGenerated)).toHaveLength(answers!.count);
    });
  });

  it('asks for the tenant of the event, whose passages alone are used', async () => {
    const id = await world.ask(OTHER_TENANT, 'When are you open?');
    expect((await world.replyTo(id)).outcome).toEqual({ kind: 'handoff', reason: 'no_answer' });
    expect(world.asked.filter((question) => question.tenantId === OTHER_TENANT).map((question) => question.query)).toEqual([
      'When are you open?',
    ]);
    expect(await world.infra.rows('select tenant_id, handoff_reason from llm_orchestration.answers where request_id = $1', [id])).toEqual([
      { tenant_id: OTHER_TENANT, handoff_reason: 'no_answer' },
    ]);
  });

  it.each([
    ['Can I talk to a human?', { kind: 'handoff', reason: 'customer_asked' }],
    ['I will call my lawyer', { kind: 'handoff', reason: 'escalation_keyword', detail: 'lawyer' }],
    ['[image]', { kind: 'handoff', reason: 'unsupported_message', detail: '[image]' }],
    ['Hola!', { kind: 'answer', text: '¡Hola! ¿En qué puedo ayudarte?', citations: [] }],
  ])('decides without a search: %s', async (question, outcome) => {
    const before = world.asked.length;
    expect((await world.replyTo(await world.ask(TENANT, question))).outcome).toEqual(outcome);
    expect(world.asked.length).toBe(before);
  });

  it('speaks the customer’s language, and says which it is to whoever tells the customer of a person', async () => {
    const reply = async (question: string, more = {}) => world.replyTo(await world.ask(TENANT, question, more));
    expect((await reply('Bom dia')).outcome).toMatchObject({ text: 'Olá! Como posso ajudar?' });
    expect((await reply('[request_welcome]', { history: [] })).outcome).toMatchObject({ text: '¡Hola! ¿En qué puedo ayudarte?' });
    expect(await reply('Ich möchte mit jemandem sprechen')).toMatchObject({ outcome: { kind: 'handoff' }, language: 'de' });
    const before = [{ author: 'bot' as const, text: HOURS.text }];
    expect((await reply('non merci', { history: before })).outcome).toMatchObject({ text: expect.stringContaining('Très bien') });
    // The words go with a picture that nobody has seen: however well the knowledge fits them, they are no question by themselves.
    expect((await reply('Your opening hours?', { unseen: 'image' })).outcome).toEqual({
      kind: 'handoff',
      reason: 'unsupported_message',
      detail: '[image]',
      unseen: 'image',
    });
  });

  it('many at once are answered once each, with fewer searches than questions, and one that cannot be stored spoils no other', async () => {
    const before = world.asked.length;
    const ids = Array.from({ length: 40 }, () => v7());
    const questions = ids.map((_, n) => (n === 7 ? 'When are you open, broken title?' : `When are you open on day ${n % 4}?`));
    await Promise.all(
      ids.flatMap((id, n) => [
        world.ask(TENANT, questions[n]!, { id }),
        ...(n % 5 === 0 ? [world.ask(TENANT, questions[n]!, { id })] : []),
      ]),
    );
    const outcomes = await Promise.all(ids.map(async (id) => (await world.replyTo(id, 20_000)).outcome));
    expect(outcomes[7]).toMatchObject({ kind: 'handoff', reason: 'model_error' });
    expect(outcomes.filter(({ kind }) => kind === 'answer')).toHaveLength(39);
    expect(world.asked.length - before).toBeLessThan(40);
    await world.infra.settled('llm-orchestration');
    const rows = await world.infra.rows('select 1 from llm_orchestration.answers where request_id = any($1)', [ids]);
    expect(rows).toHaveLength(40);
  }, 40_000);

  it('a knowledge service that does not answer is asked again', async () => {
    world.unanswered = 1;
    const reply = await world.replyTo(await world.ask(TENANT, 'When are you open?'), 15_000);
    expect(reply.outcome.kind).toBe('answer');
    expect(world.unanswered).toBe(0);
  }, 20_000);

  it('a knowledge service that stays away brings a person', async () => {
    await world.silenceKnowledge();
    try {
      const { outcome } = await world.replyTo(await world.ask(TENANT, 'When are you open?'), 20_000);
      expect(outcome).toMatchObject({ kind: 'handoff', reason: 'model_error', detail: expect.stringContaining('knowledge') });
    } finally {
      await world.answerSearches();
    }
  }, 25_000);
});

describe('with a model', () => {
  const openAi = new FakeOpenAi();

  beforeAll(async () => {
    const baseUrl = await openAi.start();
    await world.restart({ OPENAI_API_KEY: 'sk-test', OPENAI_BASE_URL: baseUrl, OPENAI_TIMEOUT_MS: '1500', OPENAI_STALL_TIMEOUT_MS: '500' });
  }, 120_000);
  afterAll(() => openAi.stop());
  beforeEach(() => openAi.requests.splice(0));

  it('answers from the passages, with what it cited and what it cost', async () => {
    openAi.behave = whole('Abrimos de 9 a 18 [1].\nLos **domingos** cerramos [1].');
    const reply = await world.replyTo(await world.ask(TENANT, 'When are you open?'));
    expect(reply).toMatchObject({
      outcome: { kind: 'answer', text: 'Abrimos de 9 a 18.\nLos *domingos* cerramos.', citations: [{ chunkId: HOURS.chunkId }] },
      usage: { responder: 'model', model: 'gpt-4.1-mini', promptTokens: 120, completionTokens: 7 },
    });
    const [request] = openAi.requests;
    expect(request).toMatchObject({ model: 'gpt-4.1-mini', stream: true });
    expect(request).not.toHaveProperty('temperature');
    expect(request!.messages[0]!.content).toContain('Sign as Ana.');
    expect(request!.messages.at(-1)!.content).toContain(HOURS.text);
  });

  it('is shown while it writes: all of it so far, without marks, and at the end what is sent', async () => {
    const pieces = ['Abrimos ', 'de 9 ', 'a 18 ', '[1', '].', ' Los domingos', ' cerramos [1].'];
    openAi.behave = (response) => {
      stream(response);
      const next = (): void => {
        const piece = pieces.shift();
        if (piece !== undefined) {
          response.write(chunk(piece));
          setTimeout(next, 120);
        } else response.end(`${chunk('', 'stop')}data: [DONE]\n\n`);
      };
      next();
    };
    const drafts = await world.draftsOf(TENANT, () => world.ask(TENANT, 'When are you open?'));
    const [last, ...growing] = drafts.toReversed();
    expect(last).toMatchObject({ text: 'Abrimos de 9 a 18. Los domingos cerramos.', done: true, epoch: 3 });
    expect(growing.length).toBeGreaterThanOrEqual(3);
    expect(growing.filter(({ text, done }) => done || text.includes('[') || !last!.text.startsWith(text.slice(0, 12)))).toEqual([]);
  });

  it('whose answer breaks off leaves no draft standing', async () => {
    openAi.behave = (response) => {
      stream(response).write(chunk('Abrimos de 9 a'));
      setTimeout(() => response.destroy(), 300);
    };
    const drafts = await world.draftsOf(TENANT, () => world.ask(TENANT, 'When are you open?'));
    expect(drafts.map(({ text, done }) => [text, done])).toEqual([
      ['Abrimos de 9 a', false],
      ['', true],
    ]);
  });

  it('is not asked when no passage fits', async () => {
    expect((await world.replyTo(await world.ask(TENANT, 'Who won the cup?'))).outcome).toMatchObject({
      kind: 'handoff',
      reason: 'no_answer',
    });
    expect(openAi.requests).toEqual([]);
  });

  it.each([
    ['wants a person', whole('HANDOFF: off_topic'), { reason: 'off_topic' }],
    ['answers nothing', whole(''), { reason: 'model_empty' }],
    ['is cut at its length limit', whole('We are open from', 'length'), { reason: 'model_error' }],
    [
      'refuses the request',
      (response) => void response.writeHead(400, { 'content-type': 'application/json' }).end('{"error":{"message":"secret"}}'),
      { reason: 'model_error', detail: 'the model server answered 400' },
    ],
    [
      'refuses the request with an odd code',
      (response) =>
        void response
          .writeHead(400, { 'content-type': 'application/json' })
          .end(JSON.stringify({ error: { code: `a\0b${'x'.repeat(500)}` } })),
      { reason: 'model_error', detail: `the model server answered 400 (a b${'x'.repeat(57)})` },
    ],
    ['ends for an odd reason', whole('We are open.', 'x\0y'), { reason: 'model_error', detail: 'the model ended with x y' }],
    [
      'ends for a reason that is no text',
      (response) => void stream(response).end(chunk('We are open.') + chunk('', 7 as never) + 'data: [DONE]\n\n'),
      { reason: 'model_error', detail: 'the model ended with 7' },
    ],
    ...[{ text: 'We are open.' }, 7, true, [{ type: 'text', text: { value: 'We are open.' } }]].map((content) => [
      `writes ${JSON.stringify(content)} instead of text`,
      (response: ServerResponse) => void stream(response).end(chunk(content) + chunk('', 'stop') + 'data: [DONE]\n\n'),
      { reason: 'model_error', detail: 'the answer has an unknown form' },
    ]),
    ['ends in the middle', (response) => void stream(response).end(chunk('We are open') + chunk(' from 9')), { reason: 'model_error' }],
    [
      'dies in the middle',
      (response) => {
        stream(response).write(chunk('We are open from 9 to 18.'));
        setTimeout(() => response.destroy(), 50);
      },
      { reason: 'model_error' },
    ],
    ['stops writing', (response) => void stream(response).write(chunk('We are open')), { reason: 'model_timeout' }],
    ['never answers', () => undefined, { reason: 'model_timeout' }],
    [
      'writes too slowly',
      (response) => {
        stream(response);
        const timer = setInterval(() => response.write(chunk('word ')), 100);
        response.on('close', () => clearInterval(timer));
      },
      { reason: 'model_timeout' },
    ],
  ] as [string, FakeOpenAi['behave'], object][])('one that %s brings a person, and never half an answer', async (_, behave, expected) => {
    openAi.behave = behave;
    const id = await world.ask(TENANT, 'When are you open?');
    const { outcome, usage } = await world.replyTo(id);
    expect(outcome).toMatchObject({ kind: 'handoff', ...expected });
    expect(usage.durationMs).toBeLessThan(3_000);
    expect(openAi.requests).toHaveLength(1);
    expect(JSON.stringify(outcome)).not.toMatch(/secret|We are open/);
  });

  it('that writes in parts is understood: what is text is for the customer, and nothing else', async () => {
    openAi.behave = (response) =>
      void stream(response).end(
        chunk([{ type: 'thinking', thinking: [{ type: 'text', text: 'Hm.' }] }]) +
          chunk([
            { type: 'text', text: 'Open from ' },
            { type: 'reference', reference_ids: [1] },
            { type: 'text', text: '9 to 18.' },
          ]) +
          chunk(null, 'stop') +
          'data: [DONE]\n\n',
      );
    expect((await world.replyTo(await world.ask(TENANT, 'When are you open?'))).outcome).toMatchObject({
      kind: 'answer',
      text: 'Open from 9 to 18.',
    });
  });

  it.each([
    ['{"prompt_tokens":10.5,"completion_tokens":3}', { promptTokens: 11, completionTokens: 3 }],
    ['{"prompt_tokens":-1,"completion_tokens":2147483647}', { promptTokens: 0, completionTokens: 2147483647 }],
    ['{"prompt_tokens":2147483648,"completion_tokens":1e999}', { promptTokens: 0, completionTokens: 0 }],
    ['{"prompt_tokens":"NaN","completion_tokens":null}', { promptTokens: 0, completionTokens: 0 }],
  ])('that counts %s has its answer told all the same', async (counted, expected) => {
    openAi.behave = (response) =>
      void stream(response).end(`${chunk('Open from 9 to 18.')}${chunk('', 'stop')}${usage(counted)}data: [DONE]\n\n`);
    const id = await world.ask(TENANT, 'When are you open?');
    expect(await world.replyTo(id)).toMatchObject({ outcome: { kind: 'answer', text: 'Open from 9 to 18.' }, usage: expected });
    expect(
      await world.infra.rows(
        'select prompt_tokens as "promptTokens", completion_tokens as "completionTokens" from llm_orchestration.answers where request_id = $1',
        [id],
      ),
    ).toEqual([expected]);
  });

  it('whose answer cannot be stored is asked once, and a person takes over', async () => {
    openAi.behave = whole('Open from 9 to 18 [1].');
    const reply = await world.replyTo(await world.ask(TENANT, 'What is in the broken title?'));
    expect(reply).toMatchObject({
      outcome: { kind: 'handoff', reason: 'model_error', detail: 'the outcome cannot be stored' },
      usage: { responder: 'model', promptTokens: 120, completionTokens: 7 },
    });
    expect(openAi.requests).toHaveLength(1);
  });

  it.each([500, 503, 429])('is asked once more after a %i', async (status) => {
    openAi.behave = (response, attempt) =>
      attempt === 1 ? void response.writeHead(status).end('{}') : whole('Open from 9 to 18 [1].')(response, attempt);
    expect((await world.replyTo(await world.ask(TENANT, 'When are you open?'))).outcome).toMatchObject({
      kind: 'answer',
      text: 'Open from 9 to 18.',
    });
    expect(openAi.requests).toHaveLength(2);
  });

  it('is asked once more after a lost connection, and not a third time', async () => {
    openAi.behave = (response) => void response.destroy();
    expect((await world.replyTo(await world.ask(TENANT, 'When are you open?'))).outcome).toMatchObject({
      reason: 'model_error',
      detail: 'the model server cannot be reached',
    });
    expect(openAi.requests).toHaveLength(2);
  });
});
