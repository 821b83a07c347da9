import { v7 } from 'uuid';
import { contactErasureRequested, knowledgeErased } from '#contracts';
import { asMember, eventually } from '#testing';
import { call, infra, newBase, PATIENCE_MS } from './world.js';

describe('golden questions that are made from a message in the inbox', () => {
  const make = (base: string, tenant: string, question: string, source: unknown, role: 'admin' | 'agent' = 'admin') =>
    call(
      'POST',
      `/knowledge-bases/${base}/golden-questions`,
      { question, expected: ['30 days'], earlier: ['I bought a lamp'], source },
      asMember(infra, tenant, role),
    );

  it(
    'keep their source through changes, and go with the customer who wrote it; others stay',
    async () => {
      const [tenant, other] = [v7(), v7()];
      const base = await newBase('en', tenant);
      const source = { conversationId: v7(), messageId: v7() };
      const made = await make(base, tenant, 'How long can I return it?', source);
      expect(made).toMatchObject({ status: 201, body: { source, earlier: ['I bought a lamp'], status: 'unchecked' } });
      const elsewhere = { conversationId: v7(), messageId: v7() };
      expect((await make(base, tenant, 'How long can I exchange it?', elsewhere)).status).toBe(201);
      expect(await make(base, tenant, 'How long is the warranty?', undefined)).toMatchObject({ status: 201, body: { source: null } });
      const changed = await call(
        'PUT',
        `/knowledge-bases/${base}/golden-questions/${made.body.id}`,
        { question: 'How long may I return a lamp?', expected: ['30 days'] },
        asMember(infra, tenant),
      );
      expect(changed).toMatchObject({ status: 200, body: { source, earlier: [] } });

      for (const wrong of ['conversation', {}, { conversationId: v7() }, { ...source, messageId: 'one' }, { ...source, text: 'x' }])
        expect((await make(base, tenant, `Wrong ${JSON.stringify(wrong)}`, wrong)).status).toBe(400);
      expect((await make(base, tenant, 'May an agent?', source, 'agent')).status).toBe(403);
      expect((await make(base, other, 'May another company?', source)).status).toBe(404);

      const erasureId = v7();
      const forgotten = { erasureId, phones: ['15550700001'], userIds: [], conversationIds: [source.conversationId] };
      // Another company with the same ids loses nothing of ours, nor we of theirs.
      await infra.publish(contactErasureRequested, other, { ...forgotten, erasureId: v7() });
      await infra.publish(contactErasureRequested, tenant, forgotten);
      await eventually(
        async () => {
          const told = (await infra.outboxEvents(knowledgeErased)).map(({ tenantId, data }) => [tenantId, data.counts.goldenQuestions]);
          expect(told).toEqual(
            expect.arrayContaining([
              [tenant, 1],
              [other, 0],
            ]),
          );
        },
        { timeoutMs: 20_000 },
      );
      expect(
        (await call('GET', `/knowledge-bases/${base}/golden-questions`, undefined, asMember(infra, tenant, 'viewer'))).body.items.map(
          ({ question }: any) => question,
        ),
      ).toEqual(['How long can I exchange it?', 'How long is the warranty?']);
    },
    PATIENCE_MS,
  );
});
