import { v7 } from 'uuid';
import { answerTried } from '#contracts';
import { asApiKey, asMember, collected, eventually, serverSent, type ServerSent } from '#testing';
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
const PRINTED = { ...HOURS, chunkId: v7(), title: 'Printed guide', heading: 'Printed', text: 'A printed guide costs nothing.', page: 12 };
const CITATION = { documentId: HOURS.documentId, title: HOURS.title, text: HOURS.text };

describe('a question that somebody tries', () => {
  const openAi = new FakeOpenAi();
  let world: World;

  beforeAll(async () => {
    world = await World.start([TENANT, OTHER_TENANT], (tenantId, query) => {
      if (tenantId !== TENANT) return [];
      return /printed/i.test(query) ? [PRINTED] : /open/i.test(query) ? [HOURS] : [];
    });
    await openAi.start();
  }, 60_000);
  afterAll(async () => {
    await world?.stop();
    await openAi.stop();
  }, 30_000);
  beforeEach(() => openAi.requests.splice(0));

  const withModel = () => world.restart({ OPENAI_API_KEY: 'sk-test', OPENAI_BASE_URL: `${openAi.url}/v1`, OPENAI_TIMEOUT_MS: '10000' });
  const post = (body: object, headers: Record<string, string> = asMember(world.infra, TENANT, 'agent'), signal?: AbortSignal) =>
    fetch(`${world.running!.url}/api/v1/llm/answers`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
      ...(signal ? { signal } : {}),
    });
  const ask = async (body: object, headers?: Record<string, string>): Promise<ServerSent[]> => {
    const response = await post(body, headers);
    expect([response.status, response.headers.get('content-type')]).toEqual([200, 'text/event-stream; charset=utf-8']);
    return collected(serverSent(response));
  };
  const tried = async () => (await world.infra.outboxEvents(answerTried)).filter(({ tenantId }) => tenantId === TENANT);

  describe('without a model', () => {
    beforeAll(() => world.restart());

    it('is answered from the knowledge, with what was found, where it is from and what it took', async () => {
      const before = (await tried()).length;
      const events = await ask({ question: 'When are you open?', withPassages: true });
      const text = `${HOURS.text}\n\n_From: Store guide_`;
      expect(events).toEqual([
        { event: 'passages', data: { items: [HOURS] } },
        { event: 'token', data: { text } },
        {
          event: 'done',
          data: {
            outcome: 'answer',
            text,
            citations: [CITATION],
            usage: { promptTokens: 0, completionTokens: 0 },
            model: 'offline',
            durationMs: expect.any(Number),
          },
        },
      ]);
      const told = await tried();
      expect(told).toHaveLength(before + 1);
      expect(told.at(-1)!.data).toMatchObject({ answered: true, usage: { responder: 'offline', promptTokens: 0 } });
      expect(await world.infra.rows('select 1 from llm_orchestration.answers')).toEqual([]);
    });

    it('names the page of a document that has pages', async () => {
      const events = await ask({ question: 'What of a printed guide?', withPassages: true });
      expect(events[0]).toMatchObject({ event: 'passages', data: { items: [{ title: 'Printed guide', page: 12 }] } });
      expect(events.at(-1)!.data).toMatchObject({ outcome: 'answer', citations: [{ title: 'Printed guide', page: 12 }] });
    });

    it.each([
      ['Where is the nearest volcano?', 'no_answer'],
      ['I want to talk to a human', 'customer_asked'],
    ])('says why a person would take over: %s', async (question, reason) => {
      const events = await ask({ question });
      expect(events).toMatchObject([{ event: 'done', data: { outcome: 'handoff', reason, text: '', citations: [] } }]);
    });

    it('is answered by rule where that is enough', async () => {
      const events = await ask({ question: 'Hello!', withPassages: true });
      expect(events.map(({ event }) => event)).toEqual(['token', 'done']);
      expect(events.at(-1)!.data).toMatchObject({ outcome: 'answer', model: 'rules' });
    });

    it('is searched in one base where it is named, and a base that is not the tenant’s is not there', async () => {
      const baseId = v7();
      world.baseIds.add(baseId);
      await ask({ question: 'When are you open?', knowledgeBaseId: baseId });
      expect(world.asked.at(-1)).toEqual({ tenantId: TENANT, query: 'When are you open?', baseId });
      const response = await post({ question: 'When are you open?', knowledgeBaseId: v7() });
      expect(response.headers.get('content-type')).toMatch(/^application\/problem\+json/);
      expect([response.status, await response.json()]).toMatchObject([404, { code: 'not_found' }]);
    });

    it('uses nothing of the plan where the base is not there', async () => {
      await world.infra.rows(`insert into billing.quotas (tenant_id, meter, limit_amount) values ($1, 'aiReplies', 1)`, [TENANT]);
      try {
        for (let times = 0; times < 2; times++) {
          expect((await post({ question: 'When are you open?', knowledgeBaseId: v7() })).status).toBe(404);
        }
        expect(await world.infra.rows('select from billing.reservations where tenant_id = $1', [TENANT])).toEqual([]);
        expect((await post({ question: 'When are you open?' })).status).toBe(200);
      } finally {
        await world.infra.rows('delete from billing.reservations where tenant_id = $1', [TENANT]);
        await world.infra.rows('delete from billing.quotas where tenant_id = $1', [TENANT]);
      }
    });

    it('gets another tenant’s people nothing of this one', async () => {
      const events = await ask({ question: 'When are you open?', withPassages: true }, asMember(world.infra, OTHER_TENANT));
      expect(events).toMatchObject([
        { event: 'passages', data: { items: [] } },
        { event: 'done', data: { outcome: 'handoff', reason: 'no_answer' } },
      ]);
    });

    it.each([
      ['no question', {}, 'validation_failed'],
      ['an empty question', { question: '' }, 'validation_failed'],
      ['a long question', { question: 'x'.repeat(4_097) }, 'validation_failed'],
      ['a base that is no id', { question: 'Open?', knowledgeBaseId: 'all' }, 'validation_failed'],
    ])('is refused before the stream begins: %s', async (_, body, code) => {
      const response = await post(body);
      expect([response.status, await response.json()]).toMatchObject([400, { code }]);
    });

    it('is for agents, and for keys that read the knowledge', async () => {
      const statusOf = async (headers: Record<string, string>) => (await post({ question: 'Hello' }, headers)).status;
      expect(await statusOf(asMember(world.infra, TENANT, 'viewer'))).toBe(403);
      expect(await statusOf(asApiKey(world.infra, TENANT, ['messages:read']))).toBe(403);
      expect(await statusOf(asApiKey(world.infra, TENANT, ['knowledge:read']))).toBe(200);
    });

    it('is refused when the answers of the plan are used', async () => {
      await world.infra.rows(
        `insert into billing.quotas (tenant_id, meter, limit_amount, period_start, used_amount)
         values ($1, 'aiReplies', 2, date_trunc('month', now() at time zone 'utc'), 2)`,
        [OTHER_TENANT],
      );
      const response = await post({ question: 'When are you open?' }, asMember(world.infra, OTHER_TENANT));
      expect([response.status, await response.json()]).toMatchObject([
        402,
        { code: 'quota_exceeded', meter: 'aiReplies', limit: 2, used: 2 },
      ]);
    });
  });

  describe('with a model', () => {
    beforeAll(withModel);

    it('is told sentence by sentence, each once it is checked, while the model goes on', async () => {
      let goOn = (): void => undefined;
      openAi.behave = (response) => {
        stream(response).write(chunk('We are open from 9 to 18 [1]. On Sun'));
        goOn = () =>
          response.end(
            `${chunk('days we are closed [1].')}${chunk('', 'stop')}${usage('{"prompt_tokens":120,"completion_tokens":7}')}data: [DONE]\n\n`,
          );
      };
      const events = serverSent(await post({ question: 'When are you open?' }));
      expect((await events.next()).value).toEqual({ event: 'token', data: { text: 'We are open from 9 to 18.' } });
      goOn();
      expect(await collected(events)).toMatchObject([
        { event: 'token', data: { text: ' On Sundays we are closed.' } },
        {
          event: 'done',
          data: {
            outcome: 'answer',
            text: 'We are open from 9 to 18. On Sundays we are closed.',
            citations: [CITATION],
            usage: { promptTokens: 120, completionTokens: 7 },
            model: 'gpt-4.1-mini',
          },
        },
      ]);
    });

    it('tells what it cost by the price of the day, in dollars where there are some', async () => {
      openAi.behave = whole('We are open from 9 to 18 [1].');
      const usageOf = async (): Promise<unknown> => (await ask({ question: 'When are you open?' })).at(-1)!.data['usage'];
      expect(await usageOf()).toEqual({ promptTokens: 120, completionTokens: 7 });
      const cardId = v7();
      await world.infra.rows(
        `insert into billing.rate_cards (id, name, source, effective_from, rates, markets, policies, imported_by)
         values ($1, 'test', 'test', current_date, 0, 0, 0, $1)`,
        [cardId],
      );
      await world.infra.rows(
        `insert into billing.model_prices (model, currency, effective_from, prompt_micros, completion_micros, source, card_id)
         select model, currency, (now() at time zone 'utc')::date + days, prompt, completion, 'test', $1::uuid
         from (values ('gpt-4.1-mini', 'USD', -40, 800000, 3200000), ('gpt-4.1-mini', 'USD', -1, 400000, 1600000),
           ('gpt-4.1-mini', 'USD', 2, 9000000, 9000000), ('gpt-4.1-mini', 'EUR', -1, 350000, 1400000), ('another', 'USD', -1, 1, 1))
           as p (model, currency, days, prompt, completion)`,
        [cardId],
      );
      // 120 tokens at 0.40 and 7 at 1.60 dollars a million: 0.0000592 dollars.
      expect(await usageOf()).toEqual({ promptTokens: 120, completionTokens: 7, costMinor: 0.00592, currency: 'USD' });
      await world.infra.rows('truncate billing.model_prices');
    });

    it('shows what was found before the model has written anything', async () => {
      let goOn = (): void => undefined;
      openAi.behave = (response, attempt) => void (goOn = () => whole('We are open from 9 to 18 [1].')(response, attempt));
      const events = serverSent(await post({ question: 'When are you open?', withPassages: true }));
      expect((await events.next()).value).toEqual({ event: 'passages', data: { items: [HOURS] } });
      await eventually(() => expect(openAi.requests).toHaveLength(1));
      goOn();
      expect((await collected(events)).at(-1)!.data).toMatchObject({ outcome: 'answer' });
    });

    it('tells nothing that its check refuses, and takes back an answer that goes astray', async () => {
      openAi.behave = whole('We are open from 9 to 18 [1]. Our boss is a thief [1]. On Sundays we are closed [1].');
      const events = await ask({ question: 'When are you open?' });
      expect(events).toMatchObject([
        { event: 'token', data: { text: 'We are open from 9 to 18.' } },
        { event: 'done', data: { outcome: 'handoff', reason: 'ungrounded_answer', text: '', citations: [] } },
      ]);
      expect(JSON.stringify(events)).not.toMatch(/thief/);
    });

    it('ends in a handoff when the model breaks off, and its problem goes to nobody', async () => {
      openAi.behave = (response) => {
        stream(response).write(chunk('We are open from 9 to 18 [1]. On'));
        setTimeout(() => response.destroy(), 50);
      };
      expect((await ask({ question: 'When are you open?' })).at(-1)!.data).toMatchObject({ outcome: 'handoff', reason: 'model_error' });
    });

    it('stops the model when the asker leaves, and counts what they have read', async () => {
      const before = (await tried()).length;
      let hasEnded = false;
      openAi.behave = (response) => {
        stream(response).write(chunk('We are open from 9 to 18 [1]. On'));
        response.on('close', () => (hasEnded = true));
      };
      const leave = new AbortController();
      const events = serverSent(await post({ question: 'When are you open?' }, undefined, leave.signal));
      await events.next();
      leave.abort();
      await expect(events.next()).rejects.toThrow();
      await eventually(() => expect(hasEnded).toBe(true));
      await eventually(async () => expect(await tried()).toHaveLength(before + 1));
      expect((await tried()).at(-1)).toMatchObject({ data: { answered: true, usage: { promptTokens: 0, completionTokens: 7 } } });
      expect(openAi.requests).toHaveLength(1);
    });

    it('fails in the midst with an event that is a problem', async () => {
      openAi.behave = (response) => {
        stream(response).write(chunk('We are open from 9 to 18 [1]. On'));
      };
      const events = serverSent(await post({ question: 'When are you open?' }));
      await events.next();
      await world.infra.rows('alter table llm_orchestration.outbox rename to outbox_away');
      try {
        openAi.endAll(`${chunk(' Sundays we are closed [1].')}${chunk('', 'stop')}data: [DONE]\n\n`);
        expect((await collected(events)).at(-1)).toMatchObject({ event: 'error', data: { code: 'internal_error', status: 500 } });
      } finally {
        await world.infra.rows('alter table llm_orchestration.outbox_away rename to outbox');
      }
    });
  });
});
