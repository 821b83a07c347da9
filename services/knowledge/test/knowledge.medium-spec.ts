import { v7 } from 'uuid';
import { knowledgeAudited, knowledgeSearch, knowledgeSearchMany } from '#contracts';
import { asApiKey, asMember, eventually, startInfrastructure, startService, type Infrastructure } from '#testing';
import type { RunningService } from '#service-kit';
import { migrations } from '../src/persistence/migrations.js';
import { service } from '../src/service.js';
import { pdf } from './pdf.js';

interface Passage {
  documentId: string;
  title: string;
  heading: string;
  text: string;
  score: number;
  coverage: number;
}
interface Reply {
  status: number;
  body: any;
}

let infra: Infrastructure;
let running: RunningService;

beforeAll(async () => {
  infra = await startInfrastructure({ modules: [migrations] });
  running = await startService(infra, service, { DOCUMENT_LEASE_MS: '1500', DOCUMENT_SWEEP_MS: '100' });
}, 120_000);
afterAll(async () => {
  await running?.close();
  await infra?.stop();
});

const TENANT = v7();
/** Several documents a test, each read in a thread of its own, on a machine that has other things to do. */
const PATIENCE_MS = 60_000;

async function call(
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = asMember(infra, TENANT),
): Promise<Reply> {
  const form = body instanceof FormData;
  const response = await fetch(`${running.url}/api/v1${path}`, {
    method,
    headers: { ...headers, ...(body !== undefined && !form ? { 'content-type': 'application/json' } : {}) },
    body: form ? body : body === undefined ? undefined : JSON.stringify(body),
  });
  const text = await response.text();
  return { status: response.status, body: text ? JSON.parse(text) : undefined };
}

async function newBase(language = 'en', tenantId = TENANT): Promise<string> {
  const { status, body } = await call('POST', '/knowledge-bases', { name: 'Store guide', language }, asMember(infra, tenantId));
  expect(status).toBe(201);
  return body.id;
}

const form = (bytes: Uint8Array | string, fileName: string, type = ''): FormData => {
  const data = new FormData();
  data.set('file', new Blob([bytes as never], { type }), fileName);
  return data;
};

async function settled(id: string, tenantId = TENANT): Promise<any> {
  return eventually(
    async () => {
      const { body } = await call('GET', `/documents/${id}`, undefined, asMember(infra, tenantId));
      expect(['ready', 'failed']).toContain(body.status);
      return body;
    },
    { timeoutMs: 20_000 },
  );
}

/** Adds a document and waits until it is ready. @returns its id */
async function add(baseId: string, content: string, title = 'Guide', contentType = 'text/markdown', tenantId = TENANT): Promise<string> {
  const { status, body } = await call(
    'POST',
    `/knowledge-bases/${baseId}/documents`,
    { title, contentType, content },
    asMember(infra, tenantId),
  );
  expect({ status, ...body }).toMatchObject({ status: expect.anything(), id: expect.any(String) });
  expect(await settled(body.id, tenantId)).toMatchObject({ status: 'ready' });
  return body.id;
}

async function search(baseId: string, query: string, options: object = {}): Promise<Passage[]> {
  const { status, body } = await call('POST', `/knowledge-bases/${baseId}/search`, { query, limit: 5, ...options });
  expect(status).toBe(200);
  return body.items;
}

/** What the answering service gets: by the query over NATS, from published bases. */
async function ask(tenantId: string, query: string, limit = 5): Promise<Passage[]> {
  const connection = await infra.nats();
  const message = await connection.request(knowledgeSearch.subject, JSON.stringify({ tenantId, request: { query, limit } }), {
    timeout: 5_000,
  });
  const answer = message.json<{ ok: boolean; reply: unknown; detail?: string }>();
  expect(answer).toMatchObject({ ok: true });
  return knowledgeSearch.reply.parse(answer.reply).items;
}

/** Several questions in one query. */
async function askMany(tenantId: string, questions: { query: string; limit: number }[]): Promise<Passage[][]> {
  const connection = await infra.nats();
  const message = await connection.request(knowledgeSearchMany.subject, JSON.stringify({ tenantId, request: { questions } }), {
    timeout: 5_000,
  });
  const answer = message.json<{ ok: boolean; reply: unknown }>();
  expect(answer).toMatchObject({ ok: true });
  return knowledgeSearchMany.reply.parse(answer.reply).results.map(({ items }) => items);
}

const publish = (baseId: string, tenantId = TENANT): Promise<Reply> =>
  call('POST', `/knowledge-bases/${baseId}/publish`, undefined, asMember(infra, tenantId));

const GUIDE = `# Store guide

## Opening hours
We are open Monday to Friday from 9 to 18. On Sundays the store stays closed.

## Shipping
Orders over $50 ship free. Standard delivery takes three to five business days.

## Returns and refunds
Unused items can be returned within 30 days. The refund reaches your card within five days.

## Warranty
Lamps carry a warranty of two years against manufacturing defects.
`;

describe('documents', () => {
  it(
    'of every supported type become ready and can be found',
    async () => {
      const base = await newBase();
      const files: [FormData, string, string][] = [
        [
          form('Parking\n\nThe garage in Mill Street has forty parking spaces.', 'parking.txt', 'text/plain'),
          'where can I park, parking',
          'garage in Mill Street',
        ],
        [form('# Gifts\n\nWe wrap **gifts** for free.', 'gifts.md', ''), 'do you wrap gifts', 'We wrap gifts for free.'],
        [
          form('<h2>Vouchers</h2><p>Vouchers are valid for a year.</p><script>vouchers()</script>', 'v.html', 'text/html'),
          'how long are vouchers valid',
          'Vouchers are valid for a year.',
        ],
        [
          form('question,answer\n"Do you repair bicycles?","Yes, on ""Mondays""."\n', 'faq.csv', 'text/csv'),
          'can you repair my bicycle',
          'Yes, on "Mondays".',
        ],
        [
          form(
            pdf([[{ text: 'Allergens', size: 20 }, { text: '' }, { text: 'Our bread contains gluten and sesame.' }]]),
            'allergens.pdf',
            'application/pdf',
          ),
          'does the bread contain sesame',
          'Our bread contains gluten and sesame.',
        ],
      ];
      for (const [file, question, answer] of files) {
        const added = await call('POST', `/knowledge-bases/${base}/documents`, file);
        expect(added).toMatchObject({ status: 202, body: { id: expect.any(String), status: 'queued' } });
        expect(await settled(added.body.id)).toMatchObject({ status: 'ready', chunks: 1 });
        const [best] = await search(base, question);
        expect(best).toMatchObject({ documentId: added.body.id, text: expect.stringContaining(answer) });
      }
      const list = await call('GET', `/knowledge-bases/${base}/documents?limit=3`);
      expect(list.body.items.map((item: any) => item.title)).toEqual(['allergens', 'faq', 'v']);
      const rest = await call('GET', `/knowledge-bases/${base}/documents?limit=3&cursor=${list.body.nextCursor}`);
      expect(rest.body).toMatchObject({ items: [{ title: 'gifts' }, { title: 'parking' }], nextCursor: null });
      expect((await call('GET', `/knowledge-bases/${base}`)).body).toMatchObject({
        documents: { ready: 5, queued: 0, processing: 0, failed: 0 },
      });
    },
    PATIENCE_MS,
  );

  it.each([
    ['an encrypted PDF', pdf([[{ text: 'secret words of the document' }]], { encrypted: true }), 'pdf_encrypted'],
    ['a PDF without text', pdf([[]]), 'pdf_no_text'],
    ['a damaged PDF', Buffer.from('%PDF-1.7\nnothing that a reader could use'), 'pdf_damaged'],
    ['a CSV with an open quote', 'question,answer\nWhy?,"because', 'csv_malformed'],
    ['an HTML page of navigation only', '<html><nav>Home</nav><footer>Imprint</footer></html>', 'document_empty'],
  ])(
    'that cannot be read fail with the reason: %s',
    async (_, bytes, code) => {
      const base = await newBase();
      const name = typeof bytes === 'string' ? (bytes.startsWith('<') ? 'a.html' : 'a.csv') : 'a.pdf';
      const added = await call('POST', `/knowledge-bases/${base}/documents`, form(bytes, name));
      expect(added.status).toBe(202);
      const document = await settled(added.body.id);
      expect(document).toMatchObject({
        status: 'failed',
        chunks: 0,
        attempts: 1,
        error: { code, detail: expect.stringMatching(/\w{3,}/) },
      });
      expect(await publish(base)).toMatchObject({ status: 409, body: { code: 'nothing_to_publish' } });
    },
    PATIENCE_MS,
  );

  it(
    'that can never be read are refused at once and leave nothing behind',
    async () => {
      const base = await newBase();
      const path = `/knowledge-bases/${base}/documents`;
      const refused = async (body: unknown, status: number, code: string) =>
        expect(await call('POST', path, body)).toMatchObject({ status, body: { code, detail: expect.any(String) } });
      await refused(
        form('PK\x03\x04....', 'prices.docx', 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'),
        415,
        'unsupported_type',
      );
      await refused(form(Buffer.from('PK\x03\x04....'), 'prices', ''), 415, 'unsupported_type');
      await refused(form(pdf([[{ text: 'words' }]]), 'page.html', 'text/html'), 415, 'unsupported_type');
      await refused(form('words', 'page.pdf', 'application/pdf'), 415, 'unsupported_type');
      await refused(form(' \n ', 'empty.txt', 'text/plain'), 422, 'document_empty');
      await refused(form(Buffer.alloc(20 * 1024 * 1024 + 1, 'a'), 'long.txt', 'text/plain'), 413, 'document_too_large');
      await refused({ title: 'A', content: 'a'.repeat(1024 * 1024) }, 413, 'body_too_large');
      await refused({ title: 'A', contentType: 'application/pdf', content: 'a' }, 415, 'unsupported_type');
      await refused({ title: '', content: 'words' }, 400, 'validation_failed');
      await refused({ title: 'A' }, 400, 'validation_failed');
      await refused({ title: 'A', content: 'words', colour: 'red' }, 400, 'validation_failed');
      await refused(form('words', 'a.txt').get('file') && new FormData(), 400, 'validation_failed');
      expect(await infra.rows('select 1 from knowledge.documents where base_id = $1', [base])).toEqual([]);
    },
    PATIENCE_MS,
  );

  it(
    'in an old Western encoding keep their accents',
    async () => {
      const base = await newBase('es');
      await settled(
        (await call('POST', `/knowledge-bases/${base}/documents`, form(Buffer.from('El café está en la calle Peñón.', 'latin1'), 'a.txt')))
          .body.id,
      );
      expect((await search(base, 'cafe penon'))[0]?.text).toBe('El café está en la calle Peñón.');
    },
    PATIENCE_MS,
  );

  it(
    'sent twice are one document, and a failed one is tried again',
    async () => {
      const base = await newBase();
      const first = await add(base, GUIDE);
      const again = await call('POST', `/knowledge-bases/${base}/documents`, {
        title: 'Guide',
        contentType: 'text/markdown',
        content: GUIDE,
      });
      expect(again).toMatchObject({ status: 202, body: { id: first, status: 'ready' } });
      await infra.rows(`update knowledge.documents set status = 'failed', attempts = 3, error_code = 'processing_failed' where id = $1`, [
        first,
      ]);
      const retried = await call('POST', `/knowledge-bases/${base}/documents`, {
        title: 'Guide',
        contentType: 'text/markdown',
        content: GUIDE,
      });
      expect(retried.body).toEqual({ id: first, status: 'queued' });
      expect(await settled(first)).toMatchObject({ status: 'ready', attempts: 1 });
      expect(await infra.rows('select distinct position from knowledge.chunks where document_id = $1', [first])).toHaveLength(4);
    },
    PATIENCE_MS,
  );

  it(
    'whose worker was killed are taken over when its lease ends, and given up after three attempts',
    async () => {
      const base = await newBase();
      const put = async (attempts: number, leaseMs: number): Promise<string> => {
        const id = v7();
        await infra.rows(
          `insert into knowledge.documents (tenant_id, id, base_id, title, content_type, status, bytes, sha256, source, attempts, lease_until)
         values ($1, $2, $3, $4, 'text/plain', 'processing', 5, '', 'Zebra crossing', $5, now() + $6 * interval '1 millisecond')`,
          [TENANT, id, base, id, attempts, leaseMs],
        );
        return id;
      };
      const [killedOnce, killedThrice, alive] = [await put(1, 300), await put(3, -1), await put(1, 600_000)];
      expect(await settled(killedOnce)).toMatchObject({ status: 'ready', attempts: 2, chunks: 1 });
      expect(await settled(killedThrice)).toMatchObject({ status: 'failed', attempts: 3, error: { code: 'processing_failed' } });
      expect((await call('GET', `/documents/${alive}`)).body).toMatchObject({ status: 'processing', attempts: 1 });
    },
    PATIENCE_MS,
  );

  it(
    'that were being read when the service stopped are finished by the next one',
    async () => {
      const base = await newBase();
      const ids = await Promise.all(
        Array.from({ length: 8 }, async (_, index) => {
          const content = `Topic ${index}\n\n${'Some words that fill a passage. '.repeat(20_000)}`;
          return (await call('POST', `/knowledge-bases/${base}/documents`, { title: `Long ${index}`, content })).body.id as string;
        }),
      );
      await running.close();
      running = await startService(infra, service, { DOCUMENT_LEASE_MS: '1500', DOCUMENT_SWEEP_MS: '100' });
      for (const id of ids) expect(await settled(id)).toMatchObject({ status: 'ready', attempts: 1 });
    },
    PATIENCE_MS,
  );

  it(
    'deleted while they wait or are ready are erased',
    async () => {
      const base = await newBase();
      const id = await add(base, GUIDE);
      expect((await call('DELETE', `/documents/${id}`)).status).toBe(204);
      expect((await call('DELETE', `/documents/${id}`)).status).toBe(404);
      expect((await call('GET', `/documents/${id}`)).status).toBe(404);
      expect(await infra.rows('select source from knowledge.documents where id = $1', [id])).toEqual([{ source: null }]);
      for (const table of ['chunks', 'postings']) {
        expect(await infra.rows(`select 1 from knowledge.${table} where document_id = $1`, [id])).toEqual([]);
      }
    },
    PATIENCE_MS,
  );
});

describe('publishing', () => {
  it(
    'decides what answers customers: drafts do not, and an earlier version can be brought back',
    async () => {
      const tenant = v7();
      const base = await newBase('en', tenant);
      const guide = await add(base, GUIDE, 'Guide', 'text/markdown', tenant);
      expect(await ask(tenant, 'opening hours')).toEqual([]);
      expect(await publish(base, tenant)).toMatchObject({ status: 200, body: { version: 1, documents: 1 } });
      expect((await ask(tenant, 'What are your opening hours?'))[0]).toMatchObject({
        documentId: guide,
        title: 'Guide',
        heading: 'Store guide > Opening hours',
        text: expect.stringContaining('from 9 to 18'),
      });

      const pets = await add(base, 'Dogs are welcome in the store.', 'Pets', 'text/plain', tenant);
      expect((await ask(tenant, 'are dogs welcome')).map((item) => item.documentId)).not.toContain(pets);
      expect(await publish(base, tenant)).toMatchObject({ body: { version: 2, documents: 2 } });
      expect((await ask(tenant, 'are dogs welcome'))[0]?.documentId).toBe(pets);
      expect(await publish(base, tenant)).toMatchObject({ body: { version: 2, documents: 2 } });

      const rollBack = (version: unknown) => call('POST', `/knowledge-bases/${base}/rollback`, { version }, asMember(infra, tenant));
      expect(await rollBack(1)).toMatchObject({ status: 200, body: { version: 1, documents: 1 } });
      expect((await ask(tenant, 'are dogs welcome')).map((item) => item.documentId)).not.toContain(pets);
      expect(await rollBack(7)).toMatchObject({ status: 422, body: { code: 'unknown_version' } });
      expect(await rollBack('1')).toMatchObject({ status: 400, body: { code: 'validation_failed' } });
      const versions = await call('GET', `/knowledge-bases/${base}/versions`, undefined, asMember(infra, tenant));
      expect(versions.body.items).toMatchObject([
        { version: 2, documents: 2, published: false },
        { version: 1, documents: 1, published: true },
      ]);
    },
    PATIENCE_MS,
  );

  it(
    'from many sides at once ends with one version',
    async () => {
      const tenant = v7();
      const base = await newBase('en', tenant);
      await add(base, GUIDE, 'Guide', 'text/markdown', tenant);
      const replies = await Promise.all(Array.from({ length: 6 }, () => publish(base, tenant)));
      expect(replies.map(({ body }) => body)).toEqual(Array(6).fill({ version: 1, documents: 1 }));
      expect(await infra.rows('select version from knowledge.base_versions where base_id = $1', [base])).toEqual([{ version: 1 }]);
    },
    PATIENCE_MS,
  );

  it(
    'does not keep what is deleted afterwards: it disappears from answers at once',
    async () => {
      const tenant = v7();
      const base = await newBase('en', tenant);
      const guide = await add(base, GUIDE, 'Guide', 'text/markdown', tenant);
      await add(base, 'Dogs are welcome in the store.', 'Pets', 'text/plain', tenant);
      await publish(base, tenant);
      await call('DELETE', `/documents/${guide}`, undefined, asMember(infra, tenant));
      expect((await ask(tenant, 'opening hours of the store')).map((item) => item.title)).toEqual(['Pets']);
      expect((await call('DELETE', `/knowledge-bases/${base}`, undefined, asMember(infra, tenant))).status).toBe(204);
      expect(await ask(tenant, 'are dogs welcome in the store')).toEqual([]);
      expect((await call('GET', `/knowledge-bases/${base}`, undefined, asMember(infra, tenant))).status).toBe(404);
    },
    PATIENCE_MS,
  );
});

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

describe('tenancy and access', () => {
  it(
    'another tenant finds nothing and meets 404 everywhere',
    async () => {
      const [owner, stranger] = [v7(), v7()];
      const base = await newBase('en', owner);
      const document = await add(base, GUIDE, 'Guide', 'text/markdown', owner);
      await publish(base, owner);
      const headers = asMember(infra, stranger);
      expect(await ask(stranger, 'opening hours')).toEqual([]);
      expect((await call('GET', '/knowledge-bases', undefined, headers)).body).toEqual({ items: [], nextCursor: null });
      const attempts: [string, string, unknown?][] = [
        ['GET', `/knowledge-bases/${base}`],
        ['PUT', `/knowledge-bases/${base}`, { name: 'Mine' }],
        ['DELETE', `/knowledge-bases/${base}`],
        ['GET', `/knowledge-bases/${base}/documents`],
        ['POST', `/knowledge-bases/${base}/documents`, { title: 'A', content: 'words' }],
        ['POST', `/knowledge-bases/${base}/publish`],
        ['POST', `/knowledge-bases/${base}/rollback`, { version: 1 }],
        ['GET', `/knowledge-bases/${base}/versions`],
        ['POST', `/knowledge-bases/${base}/search`, { query: 'hours', limit: 1 }],
        ['GET', `/documents/${document}`],
        ['DELETE', `/documents/${document}`],
        ['GET', '/documents/not-a-uuid'],
      ];
      for (const [method, path, body] of attempts) {
        expect([method, path, (await call(method, path, body, headers)).status]).toEqual([method, path, 404]);
      }
      expect((await ask(owner, 'opening hours'))[0]?.documentId).toBe(document);
    },
    PATIENCE_MS,
  );

  it(
    'reading takes a viewer or the scope to read, changing an admin or the scope to write',
    async () => {
      const base = await newBase();
      const status = async (method: string, path: string, headers: Record<string, string>, body?: unknown) =>
        (await call(method, path, body, headers)).status;
      expect(await status('GET', `/knowledge-bases/${base}`, {})).toBe(401);
      expect(await status('GET', `/knowledge-bases/${base}`, asMember(infra, TENANT, 'viewer'))).toBe(200);
      expect(await status('PUT', `/knowledge-bases/${base}`, asMember(infra, TENANT, 'agent'), { name: 'A' })).toBe(403);
      expect(await status('GET', `/knowledge-bases/${base}`, asApiKey(infra, TENANT, ['knowledge:read']))).toBe(200);
      expect(await status('PUT', `/knowledge-bases/${base}`, asApiKey(infra, TENANT, ['knowledge:read']), { name: 'A' })).toBe(403);
      expect(await status('PUT', `/knowledge-bases/${base}`, asApiKey(infra, TENANT, ['knowledge:write']), { name: 'A' })).toBe(200);
    },
    PATIENCE_MS,
  );
});

describe('the audit log', () => {
  it(
    'is told who changed what the bot answers from, and not what documents say',
    async () => {
      const tenant = v7();
      const headers = { ...asMember(infra, tenant), 'x-forwarded-for': '203.0.113.77', 'x-request-id': 'request-0001' };
      const as = (method: string, path: string, body?: unknown) => call(method, path, body, headers);
      const { id: base } = (await as('POST', '/knowledge-bases', { name: 'Guide', language: 'en' })).body;
      await as('PUT', `/knowledge-bases/${base}`, { name: 'Store guide' });
      const text = { title: 'Hours', contentType: 'text/plain', content: 'Open from nine to six.' };
      const { id: document } = (await as('POST', `/knowledge-bases/${base}/documents`, text)).body;
      await as('POST', `/knowledge-bases/${base}/documents`, text);
      await settled(document, tenant);
      await as('POST', `/knowledge-bases/${base}/publish`);
      // Publishing what is published changes nothing.
      await as('POST', `/knowledge-bases/${base}/publish`);
      const pets = await add(base, 'Dogs are welcome.', 'Pets', 'text/plain', tenant);
      await as('POST', `/knowledge-bases/${base}/publish`);
      await as('POST', `/knowledge-bases/${base}/rollback`, { version: 1 });
      await as('DELETE', `/documents/${document}`);
      expect((await as('DELETE', `/documents/${document}`)).status).toBe(404);
      await as('DELETE', `/knowledge-bases/${base}`);
      const rows = await infra.outboxEvents(knowledgeAudited, tenant);
      const file = { baseId: base, title: 'Hours', contentType: 'text/plain', bytes: text.content.length };
      expect(rows.map(({ data }) => [data.action, data.targetId, data.before, data.after])).toEqual([
        ['knowledge_base.created', base, null, { name: 'Guide', description: '', language: 'en' }],
        [
          'knowledge_base.changed',
          base,
          { name: 'Guide', description: '', language: 'en' },
          { name: 'Store guide', description: '', language: 'en' },
        ],
        ['document.added', document, null, file],
        ['knowledge_base.published', base, { publishedVersion: null }, { publishedVersion: 1, documents: 1 }],
        ['document.added', pets, null, expect.objectContaining({ title: 'Pets' })],
        ['knowledge_base.published', base, { publishedVersion: 1 }, { publishedVersion: 2, documents: 2 }],
        ['knowledge_base.rolled_back', base, { publishedVersion: 2 }, { publishedVersion: 1 }],
        ['document.deleted', document, file, null],
        ['knowledge_base.deleted', base, { name: 'Store guide', description: '', language: 'en' }, null],
      ]);
      const actor = { kind: 'user', id: '0198c0de-0000-7000-8000-00000000aaaa', address: '203.0.113.77', requestId: 'request-0001' };
      expect(rows[0]!.data.actor).toEqual(actor);
    },
    PATIENCE_MS,
  );
});
