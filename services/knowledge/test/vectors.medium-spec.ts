import { v7 } from 'uuid';
import { textsEmbedded } from '#contracts';
import { asMember, eventually } from '#testing';
import { FakeEmbeddings } from './fake-embeddings.js';
import { FakeQdrant } from './fake-qdrant.js';
import { add, ask, call, infra, newBase, PATIENCE_MS, publish, restart } from './world.js';

const server = new FakeEmbeddings();
let settings: Record<string, string>;

beforeAll(async () => {
  settings = { OPENAI_API_KEY: 'sk-test', OPENAI_BASE_URL: await server.start(), OPENAI_EMBEDDING_MODEL: 'meanings-1' };
  await restart(settings);
}, 60_000);
afterEach(() => {
  server.refuse = () => undefined;
});
afterAll(() => server.stop());

/** Waits until a published base has vectors of a model (null: it has none, and needs none). */
const embedded = (base: string, model: string | null = 'meanings-1') =>
  eventually(
    async () =>
      expect(
        await infra.rows(
          'select published_version = embedded_version as done, embedded_model from knowledge.knowledge_bases where id = $1',
          [base],
        ),
      ).toEqual([{ done: true, embedded_model: model }]),
    { timeoutMs: 20_000 },
  );
const vectorsOf = (document: string) =>
  infra.rows<{ model: string; count: number }>('select model, count from knowledge.chunk_vectors where document_id = $1 order by model', [
    document,
  ]);

async function refundsBase(tenant: string): Promise<{ base: string; refunds: string; dogs: string }> {
  const base = await newBase('en', tenant);
  const refunds = await add(base, 'We refund within five days.', 'A', 'text/plain', tenant);
  const dogs = await add(base, 'Dogs are welcome on the terrace.', 'B', 'text/plain', tenant);
  await add(base, 'The lamp is made of brass.', 'C', 'text/plain', tenant);
  await publish(base, tenant);
  await embedded(base);
  return { base, refunds, dogs };
}

describe('vectors', () => {
  it(
    'find what is asked in other words, of this tenant alone, and with words that fit both count',
    async () => {
      const [tenant, other] = [v7(), v7()];
      const { refunds, dogs } = await refundsBase(tenant);
      const found = await eventually(async () => {
        const passages = await ask(tenant, 'my money');
        expect(passages[0]).toMatchObject({ documentId: refunds, coverage: 0 });
        return passages;
      });
      expect(found[0]!.similarity).toBeGreaterThan(0.99);
      expect((await ask(tenant, 'puppy on the terrace'))[0]).toMatchObject({ documentId: dogs, similarity: expect.any(Number) });
      expect(await ask(other, 'my money')).toEqual([]);
      const own = await newBase('en', other);
      await add(own, 'The museum shows clocks.', 'M', 'text/plain', other);
      await publish(own, other);
      await embedded(own);
      expect((await ask(other, 'my money')).map(({ title }) => title)).toEqual(expect.not.arrayContaining(['A']));
    },
    PATIENCE_MS,
  );

  it(
    'go with their document, at once, and with their version',
    async () => {
      const tenant = v7();
      const { base, refunds, dogs } = await refundsBase(tenant);
      await eventually(async () => expect((await ask(tenant, 'my money'))[0]).toMatchObject({ documentId: refunds }));
      const as = asMember(infra, tenant);
      expect(await call('DELETE', `/documents/${refunds}`, undefined, as)).toMatchObject({ status: 204 });
      expect((await ask(tenant, 'my money')).map(({ documentId }) => documentId)).not.toContain(refunds);
      expect(await vectorsOf(refunds)).toEqual([]);
      const late = await add(base, 'A kayak is for hire.', 'K', 'text/plain', tenant);
      expect(await vectorsOf(late)).toEqual([]);
      await publish(base, tenant);
      await embedded(base);
      expect(await vectorsOf(late)).toEqual([{ model: 'meanings-1', count: 1 }]);
      await eventually(async () => expect((await ask(tenant, 'canoe'))[0]).toMatchObject({ documentId: late }));
      expect(await call('POST', `/knowledge-bases/${base}/rollback`, { version: 1 }, as)).toMatchObject({ status: 200 });
      expect((await ask(tenant, 'canoe')).map(({ documentId }) => documentId)).not.toContain(late);
      await embedded(base);
      expect(await vectorsOf(late)).toEqual([]);
      expect(await vectorsOf(dogs)).toHaveLength(1);
      expect(await call('DELETE', `/knowledge-bases/${base}`, undefined, as)).toMatchObject({ status: 204 });
      expect(await ask(tenant, 'puppy')).toEqual([]);
      expect(await vectorsOf(dogs)).toEqual([]);
    },
    PATIENCE_MS,
  );

  it(
    'are missing without harm: words answer while the encoder is away, and what failed is made later',
    async () => {
      const tenant = v7();
      server.refuse = (input) => (input.some((text) => text.includes('refund')) ? 503 : undefined);
      const base = await newBase('en', tenant);
      const refunds = await add(base, 'We refund whatever was paid by card.', 'A', 'text/plain', tenant);
      const dogs = await add(base, 'Dogs sleep in the yard.', 'B', 'text/plain', tenant);
      await publish(base, tenant);
      await eventually(async () => expect(await vectorsOf(dogs)).toHaveLength(1), { timeoutMs: 20_000 });
      expect(await vectorsOf(refunds)).toEqual([]);
      expect((await ask(tenant, 'refund what was paid by card'))[0]).toMatchObject({ documentId: refunds, coverage: 1 });
      server.refuse = () => undefined;
      const dogsBefore = server.texts.filter((text) => text.startsWith('Dogs')).length;
      // What failed rests for a minute in one process; the next one begins anew, and does again only what is not there.
      await restart(settings);
      await embedded(base);
      expect(await vectorsOf(refunds)).toHaveLength(1);
      expect(server.texts.filter((text) => text.startsWith('Dogs'))).toHaveLength(dogsBefore);
      await eventually(async () => expect((await ask(tenant, 'my money'))[0]).toMatchObject({ documentId: refunds }));
    },
    PATIENCE_MS,
  );

  it(
    'are made anew by another model, and counted as they are paid for',
    async () => {
      const tenant = v7();
      const { base, dogs } = await refundsBase(tenant);
      expect(server.requests.at(-1)).toMatchObject({ authorization: 'Bearer sk-test' });
      await restart({ ...settings, OPENAI_EMBEDDING_MODEL: 'meanings-2' });
      await embedded(base, 'meanings-2');
      expect(await vectorsOf(dogs)).toEqual([{ model: 'meanings-2', count: 1 }]);
      await restart(settings);
      await embedded(base);
      expect(await vectorsOf(dogs)).toEqual([{ model: 'meanings-1', count: 1 }]);
      await eventually(
        async () =>
          expect(
            await infra.rows(
              'select model, texts::int as texts, tokens::int as tokens from knowledge.embedding_usage where tenant_id = $1 order by model',
              [tenant],
            ),
          ).toEqual([
            { model: 'meanings-1', texts: 6, tokens: 18 },
            { model: 'meanings-2', texts: 3, tokens: 9 },
          ]),
        { timeoutMs: 20_000 },
      );
      const told = new Map<string, number>();
      for (const { data } of await infra.outboxEvents(textsEmbedded, tenant))
        told.set(data.model, (told.get(data.model) ?? 0) + data.tokens);
      expect(Object.fromEntries(told)).toEqual({ 'meanings-1': 18, 'meanings-2': 9 });
    },
    PATIENCE_MS,
  );

  it(
    'of English come from the encoder in this process, where it is asked for; other languages go on by words',
    async () => {
      await restart({ LOCAL_EMBEDDINGS: 'en' });
      const tenant = v7();
      const [english, spanish] = [await newBase('en', tenant), await newBase('es', tenant)];
      await add(english, 'Refunds reach your account within five days.', 'A', 'text/plain', tenant);
      await add(english, 'The workshop repairs bicycles on Mondays.', 'B', 'text/plain', tenant);
      const hours = await add(spanish, 'Abrimos a las nueve.', 'C', 'text/plain', tenant);
      for (const base of [english, spanish]) await publish(base, tenant);
      await embedded(english, 'universal-sentence-encoder-lite');
      await embedded(spanish, null);
      expect(await vectorsOf(hours)).toEqual([]);
      await eventually(async () => expect((await ask(tenant, 'when do I get my money back'))[0]).toMatchObject({ title: 'A' }), {
        timeoutMs: 20_000,
      });
      expect((await ask(tenant, 'abren a las nueve'))[0]).toMatchObject({ documentId: hours });
      // A base that changes its language changes whether it has vectors.
      expect(await call('PUT', `/knowledge-bases/${spanish}`, { language: 'en' }, asMember(infra, tenant))).toMatchObject({ status: 200 });
      await embedded(spanish, 'universal-sentence-encoder-lite');
      expect(await vectorsOf(hours)).toHaveLength(1);
    },
    PATIENCE_MS,
  );

  it(
    'in Qdrant find the same, go with their document also when it was away, and cost no answer meanwhile',
    async () => {
      const qdrant = new FakeQdrant();
      const inQdrant = { ...settings, QDRANT_URL: await qdrant.start() };
      const mark = 'qdrant meanings-1';
      try {
        await restart(inQdrant);
        const [tenant, other] = [v7(), v7()];
        const base = await newBase('en', tenant);
        const refunds = await add(base, 'We refund within five days.', 'A', 'text/plain', tenant);
        const dogs = await add(base, 'Dogs are welcome on the terrace.', 'B', 'text/plain', tenant);
        await publish(base, tenant);
        await embedded(base, mark);
        expect((await ask(tenant, 'my money'))[0]).toMatchObject({ documentId: refunds, coverage: 0 });
        expect(await ask(other, 'my money')).toEqual([]);
        expect(await infra.rows('select from knowledge.chunk_vectors where tenant_id = $1', [tenant])).toEqual([]);

        qdrant.isAway = true;
        expect((await ask(tenant, 'dogs on the terrace'))[0]).toMatchObject({ documentId: dogs, coverage: 1 });
        const as = asMember(infra, tenant);
        expect(await call('DELETE', `/documents/${refunds}`, undefined, as)).toMatchObject({ status: 204 });
        expect(qdrant.points().some(({ payload }) => payload['document'] === refunds)).toBe(true);
        await restart(inQdrant);
        qdrant.isAway = false;
        // Its vectors may still be there; no answer shows it.
        const found = await eventually(() => ask(tenant, 'my money'), { timeoutMs: 20_000 });
        expect(found.map(({ documentId }) => documentId)).not.toContain(refunds);
        await eventually(async () => expect(qdrant.points().some(({ payload }) => payload['document'] === refunds)).toBe(false), {
          timeoutMs: 20_000,
        });
        expect(qdrant.points().some(({ payload }) => payload['document'] === dogs)).toBe(true);
        expect(qdrant.refused).toEqual([]);
      } finally {
        await restart(settings);
        await qdrant.stop();
      }
    },
    PATIENCE_MS,
  );
});
