import { v7 } from 'uuid';
import { asMember, eventually } from '#testing';
import {
  add,
  ask,
  askMany,
  askWeighed,
  call,
  GUIDE,
  infra,
  newBase,
  type Passage,
  PATIENCE_MS,
  publish,
  restart,
  search,
} from './world.js';

describe('search', () => {
  it(
    'ranks the passage that answers first and tells how much of the question it covers',
    async () => {
      const base = await newBase();
      await add(base, GUIDE);
      const expected: [string, string][] = [
        ['Hi! Could you please tell me when you open?', 'Opening hours'],
        ['is the shop closed on sunday', 'Opening hours'],
        ['is delivery free for my order', 'Shipping'],
        ['how do I return an item and get my refund', 'Returns and refunds'],
        ['what about the waranty of the lamp', 'Warranty'],
      ];
      for (const [question, heading] of expected) {
        const [best] = await search(base, question);
        expect([question, best?.heading]).toEqual([question, `Store guide > ${heading}`]);
        expect(best!.coverage).toBeGreaterThanOrEqual(0.5);
      }
      for (const question of [
        'Who won the football world cup in 1998?',
        'What is the capital of Mongolia?',
        'Write me a poem about spring',
      ]) {
        const [best] = await search(base, question);
        expect(best?.coverage ?? 0).toBeLessThan(0.4);
      }
    },
    PATIENCE_MS,
  );

  it(
    'finds in a draft what is not published yet, and in what is published only that',
    async () => {
      const base = await newBase();
      await add(base, '## Parking\n\nCars stand behind the mill.', 'Old');
      await publish(base);
      await add(base, '## Bicycles\n\nBicycles stand in the yard.', 'New');
      const textsOf = async (question: string, version: string) =>
        (await search(base, question, { version })).map(({ heading }) => heading);
      expect(await textsOf('parking', 'published')).toEqual(['Parking']);
      expect(await textsOf('bicycles', 'published')).toEqual([]);
      expect(await textsOf('bicycles', 'draft')).toEqual(['Bicycles']);
    },
    PATIENCE_MS,
  );

  it(
    'weighs rare words more than common ones, and headings more than text',
    async () => {
      const base = await newBase();
      for (const [place, goods] of Object.entries({ Mill: 'lamps', Hill: 'chairs', Quay: 'rare orchids', Park: 'lamps and chairs' })) {
        await add(base, `The store, our store in ${place} Street, is a store that sells ${goods}.`, place, 'text/plain');
      }
      await add(
        base,
        '## Engraving\n\nAsk at the counter.\n\n## Counter\n\nThe counter knows about engraving, keys and soles.',
        'Services',
      );
      expect((await search(base, 'store with orchids'))[0]?.text).toContain('orchids');
      expect((await search(base, 'engraving'))[0]?.heading).toBe('Engraving');
    },
    PATIENCE_MS,
  );

  it(
    'finds Spanish whether accents and endings are written or not',
    async () => {
      const base = await newBase('es');
      await add(base, '## Devoluciones\n\nAceptamos devoluciones en 30 días.\n\n## Envíos\n\nEl envío a Bogotá tarda tres días.', 'Guía');
      for (const question of ['¿Cómo hago una DEVOLUCIÓN?', 'quiero hacer una devolucion']) {
        expect((await search(base, question))[0]).toMatchObject({ heading: 'Devoluciones', coverage: 1 });
      }
      expect((await search(base, 'cuanto tarda el envio a bogota'))[0]).toMatchObject({ heading: 'Envíos', coverage: 1 });
    },
    PATIENCE_MS,
  );

  it(
    'follows the language of the base when that changes',
    async () => {
      const base = await newBase('en');
      await add(base, 'Aceptamos devoluciones en 30 días.', 'Guía', 'text/plain');
      expect(await search(base, '¿aceptan algo?')).toEqual([]);
      expect(await call('PUT', `/knowledge-bases/${base}`, { language: 'es' })).toMatchObject({
        status: 200,
        body: { language: 'es', name: 'Store guide' },
      });
      expect((await search(base, '¿aceptan algo?'))[0]).toMatchObject({ coverage: 1 });
    },
    PATIENCE_MS,
  );

  it(
    'answers from all published bases of the tenant, each in its language',
    async () => {
      const tenant = v7();
      const [english, spanish] = [await newBase('en', tenant), await newBase('es', tenant)];
      await add(english, GUIDE, 'Guide', 'text/markdown', tenant);
      await add(spanish, 'Las devoluciones se aceptan en 30 días.', 'Guía', 'text/plain', tenant);
      await publish(english, tenant);
      await publish(spanish, tenant);
      expect((await ask(tenant, 'hacen devoluciones?'))[0]).toMatchObject({ title: 'Guía', coverage: 1 });
      expect((await ask(tenant, 'do you refund returned items?'))[0]).toMatchObject({ title: 'Guide' });
      expect(await ask(tenant, 'do you refund returned items?', 1)).toHaveLength(1);
    },
    PATIENCE_MS,
  );

  it(
    'finds for each of several questions what it finds for that one alone',
    async () => {
      const tenant = v7();
      const [english, spanish] = [await newBase('en', tenant), await newBase('es', tenant)];
      await add(english, GUIDE, 'Guide', 'text/markdown', tenant);
      await add(spanish, 'Las devoluciones se aceptan en 30 días.', 'Guía', 'text/plain', tenant);
      await publish(english, tenant);
      await publish(spanish, tenant);
      const questions = [
        'Hi! Could you please tell me when you open?',
        'what about the waranty of the lamp',
        'hacen devoluciones?',
        'refund refund delivery sunday lamps',
        'What is the capital of Mongolia?',
        '?',
        'what about the waranty of the lamp',
      ].map((query, n) => ({ query, limit: n === 3 ? 1 : 5 }));
      const rounded = (passages: readonly Passage[]): object[] =>
        passages.map(({ score, coverage, ...rest }) => ({ ...rest, score: score.toFixed(9), coverage: coverage.toFixed(9) }));
      const alone = [];
      for (const { query, limit } of questions) alone.push(rounded(await ask(tenant, query, limit)));
      const together = await askMany(tenant, questions);
      expect(together.map(rounded)).toEqual(alone);
      expect(together.map(({ length }) => length > 0)).toEqual([true, true, true, true, false, false, true]);
      expect(together[3]).toHaveLength(1);
    },
    PATIENCE_MS,
  );

  it.each([
    ['de', 'Die Fahrradvermietung öffnet um neun.', 'Das Museum zeigt alte Uhren.', 'vermieten Sie auch Räder? Vermietung?'],
    ['tr', 'Bisikletlerimizi sahilde kiralıyoruz.', 'Müzemiz pazartesi kapalıdır.', 'bisikletini kiralık'],
    ['ar', 'نؤجر الدراجات قرب الميناء.', 'المتحف مغلق يوم الاثنين.', 'دراجتي'],
    ['vi', 'Bạn mua vé ở quầy.', 'Chúng tôi vẽ tranh tường.', 'vé'],
    ['th', 'เราให้เช่าจักรยานใกล้ท่าเรือ', 'พิพิธภัณฑ์ปิดวันจันทร์', 'เช่าจักรยานที่ไหน'],
  ])(
    'finds by parts of words what the words of %s alone do not show',
    async (language, right, other, question) => {
      const base = await newBase(language);
      await add(base, other, 'B', 'text/plain');
      await add(base, right, 'A', 'text/plain');
      expect((await search(base, question))[0]).toMatchObject({ title: 'A' });
    },
    PATIENCE_MS,
  );

  it(
    'searches what was indexed before there were parts by its words, and adds the parts by itself',
    async () => {
      const tenant = v7();
      const base = await newBase('de', tenant);
      const id = await add(base, 'Die Fahrradvermietung öffnet um neun.', 'A', 'text/plain', tenant);
      const later = await add(base, 'Räder stehen im Hof.', 'B', 'text/plain', tenant);
      await publish(base, tenant);
      const parts = () =>
        infra.rows<{ term: string }>(`select term from knowledge.postings where document_id = $1 and term like '~%' order by term`, [id]);
      const before = await parts();
      expect(before.length).toBeGreaterThan(10);
      await infra.rows(`delete from knowledge.postings where document_id = $1 and term like '~%'`, [id]);
      await infra.rows('update knowledge.documents set parts = null where id = $1', [id]);
      expect(await ask(tenant, 'vermietung')).toEqual([]);
      expect(await ask(tenant, 'fahrradvermietung')).toMatchObject([{ documentId: id, coverage: 1 }]);
      await restart();
      await eventually(async () => expect(await parts()).toEqual(before));
      expect(await infra.rows('select id, parts from knowledge.documents where base_id = $1 and parts is null', [base])).toEqual([]);
      expect(await ask(tenant, 'vermietung')).toMatchObject([{ documentId: id }]);
      expect(await ask(tenant, 'Hof')).toMatchObject([{ documentId: later }]);
    },
    PATIENCE_MS,
  );

  it(
    'tells what the words of a question weigh, so that answers can weigh sentences',
    async () => {
      const tenant = v7();
      const base = await newBase('en', tenant);
      await add(
        base,
        '## Kayaks\n\nKayaks are for hire.\n\n## Tents\n\nTents are for hire.\n\n## Boots\n\nBoots are for hire.',
        'G',
        'text/markdown',
        tenant,
      );
      await publish(base, tenant);
      const found = await askWeighed(tenant, 'Could you tell me where kayaks are for hire?');
      expect(found.searched).toBe(3);
      const weights = Object.fromEntries(found.asked!.map(({ word, weight }) => [word, weight]));
      expect(Object.keys(weights).sort()).toEqual(['hire', 'kayak']);
      expect(weights['kayak']).toBeGreaterThan(weights['hire']! * 2);
    },
    PATIENCE_MS,
  );

  it(
    'tells how sure the company wants the bot to be, from the next question on',
    async () => {
      const tenant = v7();
      const base = await newBase('en', tenant);
      await add(base, 'Kayaks are for hire.', 'G', 'text/plain', tenant);
      await publish(base, tenant);
      const as = asMember(infra, tenant);
      const told = async () => (await askWeighed(tenant, 'kayaks')).items.map(({ answering }) => answering);
      expect(await told()).toEqual(['sure']);
      expect(await call('PUT', `/knowledge-bases/${base}`, { answering: 'more' }, as)).toMatchObject({
        status: 200,
        body: { answering: 'more', language: 'en' },
      });
      expect(await told()).toEqual(['more']);
      expect(await call('PUT', `/knowledge-bases/${base}`, { name: 'Hire' }, as)).toMatchObject({
        status: 200,
        body: { answering: 'more' },
      });
      expect(await call('PUT', `/knowledge-bases/${base}`, { answering: 'always' }, as)).toMatchObject({
        status: 400,
        body: { code: 'validation_failed', errors: [{ field: 'answering' }] },
      });
    },
    PATIENCE_MS,
  );

  it(
    'takes every question, however odd',
    async () => {
      const base = await newBase();
      await add(base, GUIDE);
      for (const query of ['?', '👍', `'; drop table knowledge.chunks; --`, 'a & b | !c <-> (d:*', 'x'.repeat(4_096), 'why '.repeat(900)]) {
        expect(Array.isArray(await search(base, query))).toBe(true);
      }
      expect(await call('POST', `/knowledge-bases/${base}/search`, { query: '\u0000 open' })).toMatchObject({
        status: 400,
        body: { errors: [{ field: 'query', code: 'nul_character' }] },
      });
      expect(await call('POST', `/knowledge-bases/${base}/search`, { query: '' })).toMatchObject({
        status: 400,
        body: { code: 'validation_failed' },
      });
      expect(await call('POST', `/knowledge-bases/${base}/search`, { query: 'a', limit: 21 })).toMatchObject({ status: 400 });
    },
    PATIENCE_MS,
  );
});
