import { v7 } from 'uuid';
import { answerReplay, askedQuestions } from '#contracts';
import { asMember, eventually } from '#testing';
import { add, ask, call, infra, newBase, PATIENCE_MS, publish, searchAs, settled } from './world.js';

type Asked = ReturnType<(typeof askedQuestions)['reply']['parse']>['items'][number];

/** What the conversation service tells of a tenant. */
const told = new Map<string, Asked[]>();
const asked = (tenant: string, question: string, more: Partial<Asked> = {}): Asked => {
  const at = new Date(Date.now() - 3_600_000 + 1_000 * (told.get(tenant)?.length ?? 0)).toISOString();
  const item = { messageId: v7(), conversationId: v7(), question, outcome: 'unanswered', at, ...more } as const;
  told.set(tenant, [item, ...(told.get(tenant) ?? [])]);
  return item;
};

beforeAll(async () => {
  const nats = await infra.nats();
  nats.subscribe(askedQuestions.subject, {
    callback: (_, message) => {
      const { tenantId } = message.json<{ tenantId: string }>();
      message.respond(JSON.stringify({ ok: true, reply: { items: told.get(tenantId) ?? [] } }));
    },
  });
  // Plays the answering service: quotes the best passage, where it covers most of the question.
  nats.subscribe(answerReplay.subject, {
    callback: (_, message) => {
      const { tenantId, request } = message.json<{ tenantId: string; request: unknown }>();
      const { questions, draft } = answerReplay.request.parse(request);
      void Promise.all(questions.map(({ question }) => searchAs(tenantId, question, draft))).then((found) => {
        const results = found.map(([best]) =>
          best && best.coverage >= 0.5
            ? { outcome: 'answer', text: best.text, documentIds: [best.documentId] }
            : { outcome: 'handoff', reason: 'no_answer', text: '', documentIds: [] },
        );
        message.respond(JSON.stringify({ ok: true, reply: { results } }));
      });
    },
  });
  await nats.flush();
});

const list = (base: string, tenant: string, role: 'admin' | 'agent' = 'admin') =>
  call('GET', `/knowledge-bases/${base}/suggestions`, undefined, asMember(infra, tenant, role));
const decide = (base: string, tenant: string, id: string, what: 'approve' | 'dismiss', body?: object) =>
  call('POST', `/knowledge-bases/${base}/suggestions/${id}/${what}`, body, asMember(infra, tenant));

describe('suggestions', () => {
  it(
    'become a question and answer of the draft, or go away; what customers wrote is not kept',
    async () => {
      const tenant = v7();
      const base = await newBase('en', tenant);
      await add(base, 'We open at nine.', 'Hours', 'text/plain', tenant);
      await publish(base, tenant);
      const oldest = asked(tenant, 'Do you repair broken lamps?');
      asked(tenant, 'Can I park behind the house?', { outcome: 'disliked' });
      const newest = asked(tenant, 'repair of a broken lamp', { personAnswer: 'Yes, within a week.' });
      asked(tenant, 'When do you open?', { outcome: 'answered' });
      const { status, body } = await list(base, tenant);
      expect({ status, body }).toMatchObject({
        status: 200,
        body: {
          items: [
            { id: oldest.messageId, count: 2, answer: 'Yes, within a week.', outcomes: { unanswered: 2, handed_over: 0, disliked: 0 } },
            { question: 'Can I park behind the house?', count: 1, answer: '', outcomes: { unanswered: 0, handed_over: 0, disliked: 1 } },
          ],
        },
      });
      expect(body.items[0].evidence.map(({ messageId }: Asked) => messageId)).toEqual([newest.messageId, oldest.messageId]);

      const pair = { question: 'Do you repair "broken" lamps?', answer: 'Yes, we repair lamps within a week.' };
      const approved = await decide(base, tenant, oldest.messageId, 'approve', pair);
      expect(approved.status).toBe(201);
      expect(await settled(approved.body.documentId, tenant)).toMatchObject({ status: 'ready', title: pair.question });
      expect((await decide(base, tenant, body.items[1].id, 'dismiss')).status).toBe(204);
      expect((await list(base, tenant)).body.items).toEqual([]);
      asked(tenant, 'Is there a place to park behind the house?', { at: new Date(Date.now() + 60_000).toISOString() });
      expect((await list(base, tenant)).body.items).toEqual([]);
      expect((await publish(base, tenant)).status).toBe(200);
      expect((await ask(tenant, 'do you repair broken lamps'))[0]).toMatchObject({
        documentId: approved.body.documentId,
        text: pair.answer,
      });
      const kept = await infra.rows<{ decision: string; terms: string[] }>(
        'select decision, terms from knowledge.suggestion_decisions where tenant_id = $1 order by id',
        [tenant],
      );
      expect(kept.map(({ decision }) => decision)).toEqual(['approved', 'dismissed']);
      expect(JSON.stringify(kept)).not.toMatch(/repai|lamp|park/);
    },
    PATIENCE_MS,
  );

  it(
    'leave out what the draft answers already, and are an admin’s; another tenant meets none',
    async () => {
      const tenant = v7();
      const base = await newBase('en', tenant);
      const { messageId } = asked(tenant, 'Are dogs welcome in the store?');
      expect((await list(base, tenant)).body.items).toHaveLength(1);
      await add(base, 'Dogs are welcome in the store.', 'Pets', 'text/plain', tenant);
      await eventually(async () => expect((await list(base, tenant)).body.items).toEqual([]), { timeoutMs: 20_000 });
      expect((await list(base, tenant, 'agent')).status).toBe(403);
      const stranger = v7();
      expect((await list(base, stranger)).status).toBe(404);
      expect((await decide(base, stranger, messageId, 'dismiss')).status).toBe(404);
      expect((await decide(base, tenant, v7(), 'dismiss')).status).toBe(404);
    },
    PATIENCE_MS,
  );
});

describe('what customers asked lately', () => {
  it(
    'is asked of the draft before it is published, and what nobody answered before is not held against it',
    async () => {
      const tenant = v7();
      const base = await newBase('en', tenant);
      const hours = await add(base, 'The store opens at nine in the morning.', 'Hours', 'text/plain', tenant);
      await publish(base, tenant);
      asked(tenant, 'When does the store open?', { outcome: 'answered' });
      asked(tenant, 'when does the STORE open', { outcome: 'answered' });
      // The version that answers has it still: it is asked before the document goes.
      await add(base, 'Dogs are welcome.', 'Pets', 'text/plain', tenant);
      expect((await publish(base, tenant)).status).toBe(200);
      const reportOf = async (version: number) =>
        (await call('GET', `/knowledge-bases/${base}/versions/${version}`, undefined, asMember(infra, tenant))).body.report;
      expect((await reportOf(2)).past).toEqual({ asked: 1, answered: 1, lost: 0, changed: 0 });

      // Another base answers it, and the draft of this one hides it behind nothing: a deleted document has left both.
      await call('DELETE', `/documents/${hours}`, undefined, asMember(infra, tenant));
      await add(base, 'Cats are welcome too.', 'Cats', 'text/plain', tenant);
      expect((await publish(base, tenant)).status).toBe(200);
      expect((await reportOf(3)).past).toEqual({ asked: 1, answered: 0, lost: 0, changed: 0 });
    },
    PATIENCE_MS,
  );

  it(
    'refuses a draft that would leave it to a person; an owner may publish it all the same',
    async () => {
      const tenant = v7();
      const base = await newBase('en', tenant);
      const hours = await add(base, 'The store opens at nine in the morning.', 'Hours', 'text/plain', tenant);
      await publish(base, tenant);
      asked(tenant, 'When does the store open?', { outcome: 'answered' });
      const change = { content: 'Lamps are sold upstairs.' };
      const changed = await call('PUT', `/documents/${hours}`, change, asMember(infra, tenant));
      expect(await settled(changed.body.id, tenant)).toMatchObject({ status: 'ready' });
      expect(await publish(base, tenant)).toMatchObject({
        status: 409,
        body: {
          code: 'publish_refused',
          regressions: [
            { kind: 'past', question: 'When does the store open?', before: 'The store opens at nine in the morning.', after: '' },
          ],
        },
      });
      expect(await ask(tenant, 'when does the store open')).toMatchObject([{ text: 'The store opens at nine in the morning.' }]);
      const forced = await call('POST', `/knowledge-bases/${base}/publish`, { force: true }, asMember(infra, tenant, 'owner'));
      expect(forced.status).toBe(200);
    },
    PATIENCE_MS,
  );
});
