import { v7 } from 'uuid';
import { answerReplay, knowledgeAudited } from '#contracts';
import { asMember } from '#testing';
import { add, ask, call, form, GUIDE, infra, newBase, PATIENCE_MS, publish, searchAs, settled } from './world.js';

/** Plays the answering service: quotes the best passage, where it covers enough of the question. */
let away = false;
/** What happens once, after the draft was asked and before its answers arrive. */
let meanwhile: (() => Promise<unknown>) | undefined;
let asked: { question: string; earlier: string[]; draft: unknown }[] = [];
let seen: { baseId: string; enough?: { sure: number; more: number } }[] = [];

beforeAll(async () => {
  const nats = await infra.nats();
  nats.subscribe(answerReplay.subject, {
    callback: (_, message) => {
      const { tenantId, request } = message.json<{ tenantId: string; request: any }>();
      if (away) return void message.respond(JSON.stringify({ ok: false, code: 'failed', detail: 'away' }));
      void (async () => {
        const { questions, draft } = answerReplay.request.parse(request);
        asked.push(...questions.map((each) => ({ ...each, draft })));
        if (draft) seen.push(draft as never);
        const results = [];
        for (const { question, earlier } of questions) {
          const [best] = await searchAs(tenantId, [...earlier, question].join(' '), draft);
          const confidence = best?.coverage ?? 0;
          const sure = confidence >= (best?.enough ?? 0.5);
          results.push({
            outcome: sure ? 'answer' : 'handoff',
            text: sure ? best!.text : '',
            documentIds: sure ? [best!.documentId] : [],
            ...(best ? { best: { text: best.text, confidence } } : {}),
          });
        }
        if (draft && meanwhile) {
          const once = meanwhile;
          meanwhile = undefined;
          await once();
        }
        message.respond(JSON.stringify({ ok: true, reply: { results } }));
      })();
    },
  });
  await nats.flush();
});
beforeEach(() => {
  away = false;
  meanwhile = undefined;
  asked = [];
  seen = [];
});

const golden = (base: string, tenant: string, question: string, expected: string[], earlier?: string[]) =>
  call(
    'POST',
    `/knowledge-bases/${base}/golden-questions`,
    { question, expected, ...(earlier ? { earlier } : {}) },
    asMember(infra, tenant),
  );
const list = async (base: string, tenant: string) =>
  (await call('GET', `/knowledge-bases/${base}/golden-questions`, undefined, asMember(infra, tenant, 'viewer'))).body.items;
const force = (base: string, tenant: string, role: 'owner' | 'admin' = 'owner') =>
  call('POST', `/knowledge-bases/${base}/publish`, { force: true }, asMember(infra, tenant, role));
const remove = (document: string, tenant: string) => call('DELETE', `/documents/${document}`, undefined, asMember(infra, tenant));

describe('golden questions', () => {
  it(
    'refuse a draft that loses a fact, until it is mended; what is published answers meanwhile',
    async () => {
      const tenant = v7();
      const base = await newBase('en', tenant);
      const returns = await add(base, 'Unused lamps can be returned within 30 days.', 'Returns', 'text/plain', tenant);
      await add(base, GUIDE.replace(/## Returns[\s\S]*?(?=## W)/, ''), 'Guide', 'text/markdown', tenant);
      expect(await publish(base, tenant)).toMatchObject({ status: 200, body: { version: 1 } });
      const created = await golden(base, tenant, 'How many days to return unused lamps?', ['30 DAYS']);
      expect(created).toMatchObject({
        status: 201,
        body: { status: 'found', checkedVersion: 1, answer: 'Unused lamps can be returned within 30 days.' },
      });

      await remove(returns, tenant);
      const changed = await add(base, 'Unused lamps can be returned within two weeks.', 'Returns', 'text/plain', tenant);
      const refused = await publish(base, tenant);
      expect(refused).toMatchObject({
        status: 409,
        body: {
          code: 'publish_refused',
          regressions: [
            {
              kind: 'golden',
              question: 'How many days to return unused lamps?',
              before: 'Unused lamps can be returned within 30 days.',
              after: 'Unused lamps can be returned within two weeks.',
            },
          ],
        },
      });
      expect((await call('GET', `/knowledge-bases/${base}`, undefined, asMember(infra, tenant))).body.publishedVersion).toBe(1);
      expect((await ask(tenant, 'return unused lamps')).map(({ documentId }) => documentId)).not.toContain(changed);

      await remove(changed, tenant);
      const mended = await add(base, 'Unused lamps go back to us: return them for 30 days.', 'Returns', 'text/plain', tenant);
      expect(await publish(base, tenant)).toMatchObject({ status: 200, body: { version: 2 } });
      expect((await ask(tenant, 'return unused lamps'))[0]!.documentId).toBe(mended);
      expect(await list(base, tenant)).toMatchObject([{ status: 'found', checkedVersion: 2 }]);
      const version = (number: number | string) =>
        call('GET', `/knowledge-bases/${base}/versions/${number}`, undefined, asMember(infra, tenant, 'viewer'));
      expect(await version(2)).toMatchObject({
        status: 200,
        body: {
          version: 2,
          published: true,
          documents: 2,
          documentChanges: { added: 0, replaced: 1, removed: 0, items: [{ kind: 'replaced', documentId: mended, title: 'Returns' }] },
          report: { golden: { asked: 1, found: 1 }, forced: false, changes: [{ change: 'changed' }], calibration: { questions: 1 } },
        },
      });
      expect(await version(1)).toMatchObject({ body: { documentChanges: { added: 2 }, report: { golden: { asked: 0 } } } });
      for (const none of [3, 0, 'two', 9_999_999_999])
        expect(await version(none)).toMatchObject({ status: 404, body: { code: 'not_found' } });
    },
    PATIENCE_MS,
  );

  it(
    'are overruled by an owner alone, once: what was given up does not refuse the next version',
    async () => {
      const tenant = v7();
      const base = await newBase('en', tenant);
      const hours = await add(base, 'We open at nine.', 'Hours', 'text/plain', tenant);
      await publish(base, tenant);
      await golden(base, tenant, 'When do you open?', ['nine']);
      await remove(hours, tenant);
      await add(base, 'We open at ten.', 'Hours', 'text/plain', tenant);
      expect((await publish(base, tenant)).status).toBe(409);
      expect(await force(base, tenant, 'admin')).toMatchObject({ status: 403, body: { code: 'forbidden' } });
      expect(await force(base, tenant)).toMatchObject({ status: 200, body: { version: 2 } });
      expect(await list(base, tenant)).toMatchObject([{ status: 'missed', answer: 'We open at ten.', checkedVersion: 2 }]);
      const published = (await infra.outboxEvents(knowledgeAudited, tenant)).filter(
        ({ data }) => data.action === 'knowledge_base.published',
      );
      expect(published.at(-1)!.data.after).toEqual({ publishedVersion: 2, documents: 1, forced: true, lost: 1 });
      await add(base, 'Dogs are welcome.', 'Pets', 'text/plain', tenant);
      expect(await publish(base, tenant)).toMatchObject({ status: 200, body: { version: 3 } });
    },
    PATIENCE_MS,
  );

  describe('while they are asked', () => {
    /** A published base with one document and a golden question about it, and a change that makes a publish check the draft. */
    async function world() {
      const tenant = v7();
      const as = asMember(infra, tenant);
      const base = await newBase('en', tenant);
      const hours = await add(base, 'We open at nine.', 'Hours', 'text/plain', tenant);
      await publish(base, tenant);
      await golden(base, tenant, 'When do you open?', ['we open']);
      const change = async (id: string, content: string): Promise<string> => {
        const { body } = await call('PUT', `/documents/${id}`, { content }, as);
        expect(await settled(body.id, tenant)).toMatchObject({ status: 'ready' });
        return body.id;
      };
      const answers = async (): Promise<string | undefined> => (await ask(tenant, 'open'))[0]?.text;
      const unpublished = async () => (await call('GET', `/knowledge-bases/${base}/unpublished-changes`, undefined, as)).body;
      return { tenant, as, base, hours, change, answers, unpublished };
    }

    it(
      'a document that is replaced is published as it was asked; what replaces it is a change that is not published',
      async () => {
        const { tenant, base, hours, change, answers, unpublished } = await world();
        await add(base, 'Dogs are welcome.', 'Pets', 'text/plain', tenant);
        let next = '';
        meanwhile = async () => void (next = await change(hours, 'We open at ten.'));
        expect(await publish(base, tenant)).toMatchObject({ status: 200, body: { version: 2, documents: 2 } });
        expect(next).not.toBe('');
        expect(await answers()).toBe('We open at nine.');
        expect(await unpublished()).toMatchObject({ added: 0, replaced: 1, removed: 0, items: [{ documentId: next }] });
        expect(await publish(base, tenant)).toMatchObject({ status: 200, body: { version: 3, documents: 2 } });
        expect(await answers()).toBe('We open at ten.');
        expect(await unpublished()).toMatchObject({ added: 0, replaced: 0, removed: 0 });
      },
      PATIENCE_MS,
    );

    it(
      'a document that no version has and that is replaced is asked again as it is now',
      async () => {
        const { tenant, base, hours, change, answers, unpublished } = await world();
        const second = await change(hours, 'We open at ten.');
        meanwhile = () => change(second, 'We open at eleven.');
        expect(await publish(base, tenant)).toMatchObject({ status: 200, body: { version: 2, documents: 1 } });
        expect(await answers()).toBe('We open at eleven.');
        expect(await unpublished()).toMatchObject({ added: 0, replaced: 0, removed: 0 });
      },
      PATIENCE_MS,
    );

    it(
      'a draft all of whose documents are deleted is not published',
      async () => {
        const { tenant, base, hours, answers } = await world();
        await remove(hours, tenant);
        const pets = await add(base, 'We open the doors to dogs.', 'Pets', 'text/plain', tenant);
        meanwhile = async () => {
          await remove(pets, tenant);
          await add(base, 'We open at ten.', 'Hours again', 'text/plain', tenant);
        };
        expect(await publish(base, tenant)).toMatchObject({ status: 409, body: { code: 'nothing_to_publish' } });
        expect(await answers()).toBeUndefined();
      },
      PATIENCE_MS,
    );

    it(
      'a publish that another went before is checked anew, so that it does not go back behind the other',
      async () => {
        const { tenant, base, hours, change, answers } = await world();
        await add(base, 'Dogs are welcome.', 'Pets', 'text/plain', tenant);
        meanwhile = async () => {
          await change(hours, 'We open at ten.');
          expect(await publish(base, tenant)).toMatchObject({ status: 200, body: { version: 2, documents: 2 } });
          await add(base, 'Cats are welcome.', 'Cats', 'text/plain', tenant);
        };
        expect(await publish(base, tenant)).toMatchObject({ status: 200, body: { version: 3, documents: 3 } });
        expect(await answers()).toBe('We open at ten.');
      },
      PATIENCE_MS,
    );
  });

  it(
    'are asked with what came before, and of the draft alone where it is to answer',
    async () => {
      const tenant = v7();
      const base = await newBase('en', tenant);
      await add(base, GUIDE, 'Guide', 'text/markdown', tenant);
      await golden(base, tenant, 'And on Sundays?', ['closed'], ['When is the store open?']);
      // Before the first publish nobody is answered.
      expect(asked).toEqual([]);
      expect(await list(base, tenant)).toMatchObject([{ status: 'unchecked', answer: null, checkedVersion: null }]);
      expect((await publish(base, tenant)).status).toBe(200);
      expect(asked).toEqual([{ question: 'And on Sundays?', earlier: ['When is the store open?'], draft: { baseId: base } }]);
      expect(await list(base, tenant)).toMatchObject([{ status: 'found', checkedVersion: 1 }]);
    },
    PATIENCE_MS,
  );

  it(
    'keep a draft back while they cannot be asked; without any, a publish needs no answering service',
    async () => {
      const tenant = v7();
      const base = await newBase('en', tenant);
      away = true;
      await add(base, 'We open at nine.', 'Hours', 'text/plain', tenant);
      expect((await publish(base, tenant)).status).toBe(200);
      expect(await golden(base, tenant, 'When do you open?', ['nine'])).toMatchObject({ status: 201, body: { status: 'unchecked' } });
      await add(base, 'Dogs are welcome.', 'Pets', 'text/plain', tenant);
      expect(await publish(base, tenant)).toMatchObject({ status: 503, body: { code: 'publish_unchecked' } });
      expect(await force(base, tenant)).toMatchObject({ status: 200, body: { version: 2 } });
    },
    PATIENCE_MS,
  );

  it(
    'measure how sure an answer has to be; it belongs to the version and comes back with it',
    async () => {
      const tenant = v7();
      const base = await newBase('en', tenant);
      await add(base, GUIDE, 'Guide', 'text/markdown', tenant);
      await publish(base, tenant);
      expect((await searchAs(tenant, 'opening hours', undefined))[0]).not.toHaveProperty('enough');
      const rows = Array.from({ length: 24 }, (_, index) => `On Sundays is store number ${index} closed?,closed`);
      const table = form(['question,fact', ...rows].join('\n'), 'golden.csv', 'text/csv');
      await call('POST', `/knowledge-bases/${base}/golden-questions/import`, table, asMember(infra, tenant));
      await add(base, 'Dogs are welcome.', 'Pets', 'text/plain', tenant);
      expect(await publish(base, tenant)).toMatchObject({ status: 200, body: { version: 2 } });
      const [{ report, ...version }] = await infra.rows<any>(
        'select report, enough_sure as sure, enough_more as more from knowledge.base_versions where base_id = $1 and version = 2',
        [base],
      );
      expect(report.calibration).toMatchObject({ questions: 24, heldOut: { questions: 12 }, enough: version });
      // The draft is judged by what will hold.
      expect(seen.at(-1)).toEqual({ baseId: base, enough: version });
      expect((await searchAs(tenant, 'opening hours', undefined))[0]!.enough).toBe(version.sure);
      await call('PUT', `/knowledge-bases/${base}`, { answering: 'more' }, asMember(infra, tenant));
      expect((await searchAs(tenant, 'opening hours', undefined))[0]!.enough).toBe(version.more);
      await call('POST', `/knowledge-bases/${base}/rollback`, { version: 1 }, asMember(infra, tenant));
      expect((await searchAs(tenant, 'opening hours', undefined))[0]).not.toHaveProperty('enough');
    },
    PATIENCE_MS,
  );

  it(
    'come from a table, each once; rows that are none are named',
    async () => {
      const tenant = v7();
      const base = await newBase('en', tenant);
      await golden(base, tenant, 'When do you open?', ['nine']);
      const upload = (text: string) =>
        call('POST', `/knowledge-bases/${base}/golden-questions/import`, form(text, 'golden.csv', 'text/csv'), asMember(infra, tenant));
      const table = 'question;expected;expected;earlier\nwhen do you OPEN;nine;;\nIs it free?;50;free;I want to order\nHow?;;;\n;x;;\n';
      expect(await upload(table)).toEqual({
        status: 200,
        body: {
          added: 1,
          known: 1,
          refused: 2,
          refusedRows: [
            { line: 4, reason: 'no_fact' },
            { line: 5, reason: 'no_question' },
          ],
        },
      });
      expect(await list(base, tenant)).toMatchObject([
        { question: 'When do you open?' },
        { question: 'Is it free?', expected: ['50', 'free'], earlier: ['I want to order'] },
      ]);
      expect(await upload('question,fact\n"never closed,a\n')).toMatchObject({ status: 422, body: { code: 'csv_malformed' } });
      const many = ['question,fact', ...Array.from({ length: 200 }, (_, index) => `Question ${index}?,fact`)].join('\n');
      expect(await upload(many)).toMatchObject({ status: 422, body: { code: 'too_many' } });
      expect(await list(base, tenant)).toHaveLength(2);
    },
    PATIENCE_MS,
  );

  it(
    'are changed, deleted, and go with their base; another tenant meets none of them',
    async () => {
      const tenant = v7();
      const base = await newBase('en', tenant);
      const path = `/knowledge-bases/${base}/golden-questions`;
      const { id } = (await golden(base, tenant, 'When do you open?', ['nine'])).body;
      expect(await golden(base, tenant, 'when do you open', ['ten'])).toMatchObject({ status: 409, body: { code: 'question_taken' } });
      expect(await golden(base, tenant, 'What?', [])).toMatchObject({ status: 400, body: { code: 'validation_failed' } });
      expect(await golden(base, tenant, 'What?', ['...'])).toMatchObject({ status: 400, body: { code: 'validation_failed' } });
      await golden(base, tenant, 'Where are you?', ['Lima']);
      const put = (body: object, as = tenant) => call('PUT', `${path}/${id}`, body, asMember(infra, as));
      expect(await put({ question: 'Where are you?', expected: ['Lima'] })).toMatchObject({
        status: 409,
        body: { code: 'question_taken' },
      });
      expect(await put({ question: 'When do you close?', expected: ['six'] })).toMatchObject({
        status: 200,
        body: { question: 'When do you close?' },
      });
      const stranger = v7();
      for (const [method, to, body] of [
        ['GET', path],
        ['POST', path, { question: 'A?', expected: ['b'] }],
        ['PUT', `${path}/${id}`, { question: 'A?', expected: ['b'] }],
        ['DELETE', `${path}/${id}`],
      ] as const) {
        expect([method, (await call(method, to, body, asMember(infra, stranger))).status]).toEqual([method, 404]);
      }
      // Under another base of the same tenant it is not found either.
      const other = await newBase('en', tenant);
      expect((await call('DELETE', `/knowledge-bases/${other}/golden-questions/${id}`, undefined, asMember(infra, tenant))).status).toBe(
        404,
      );
      expect((await call('DELETE', `${path}/${id}`, undefined, asMember(infra, tenant))).status).toBe(204);
      expect(await list(base, tenant)).toHaveLength(1);
      await call('DELETE', `/knowledge-bases/${base}`, undefined, asMember(infra, tenant));
      expect(await infra.rows('select id from knowledge.golden_questions where base_id = $1', [base])).toEqual([]);
    },
    PATIENCE_MS,
  );
});
