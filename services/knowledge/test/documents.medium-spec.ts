import { v7 } from 'uuid';
import { pdf } from './pdf.js';
import { add, call, form, GUIDE, infra, newBase, PATIENCE_MS, publish, restart, search, settled, TENANT } from './world.js';

describe('documents', () => {
  it(
    'tell what could not be used of them, in one process with others or apart, until they are deleted',
    async () => {
      const base = await newBase();
      const faq = 'question;answer\nDo you hire boats, or bikes?;Boats, by the hour\nAre dogs allowed?;\n';
      // A large one is read in a process of its own.
      for (const filler of ['', `Is it far?;${'It is quite far. '.repeat(5_000)}\n`]) {
        const { body } = await call(
          'POST',
          `/knowledge-bases/${base}/documents`,
          form(faq + filler, 'boats.tsv', 'text/tab-separated-values'),
        );
        expect(await settled(body.id)).toMatchObject({
          status: 'ready',
          contentType: 'text/csv',
          warnings: [
            { code: 'question_without_answer', items: ['Are dogs allowed?'], total: 1, detail: expect.stringContaining('left out') },
          ],
        });
        expect((await search(base, 'dogs')).map(({ text }) => text)).toEqual([]);
        expect((await search(base, 'hire boats'))[0]).toMatchObject({ text: 'Boats, by the hour' });
        await call('DELETE', `/documents/${body.id}`);
        expect(await infra.rows('select warnings from knowledge.documents where id = $1', [body.id])).toEqual([{ warnings: null }]);
      }
      const torn = await call(
        'POST',
        `/knowledge-bases/${base}/documents`,
        form('question,answer\nFar?,Yes, very\n', 'torn.csv', 'text/csv'),
      );
      expect(await settled(torn.body.id)).toMatchObject({
        status: 'failed',
        warnings: [],
        error: { code: 'csv_malformed', detail: expect.stringContaining('Line 2') },
      });
    },
    PATIENCE_MS,
  );

  it(
    'of every supported type become ready and can be found',
    async () => {
      const base = await newBase();
      const files: [FormData, string, string, page?: number][] = [
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
            pdf([
              [{ text: 'Guide of the bakery for all who ask' }],
              [{ text: 'Allergens', size: 20 }, { text: '' }, { text: 'Our bread contains gluten and sesame.' }],
            ]),
            'allergens.pdf',
            'application/pdf',
          ),
          'does the bread contain sesame',
          'Our bread contains gluten and sesame.',
          2,
        ],
      ];
      for (const [file, question, answer, page] of files) {
        const added = await call('POST', `/knowledge-bases/${base}/documents`, file);
        expect(added).toMatchObject({ status: 202, body: { id: expect.any(String), status: 'queued' } });
        expect(await settled(added.body.id)).toMatchObject({ status: 'ready', chunks: page ?? 1 });
        const [best] = await search(base, question);
        expect(best).toMatchObject({ documentId: added.body.id, text: expect.stringContaining(answer), page: page ?? null });
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
        422,
        'office_damaged',
      );
      await refused(form(Buffer.from('PK\x03\x04....'), 'prices', ''), 422, 'office_damaged');
      await refused(form(pdf([[{ text: 'words' }]]), 'page.html', 'text/html'), 415, 'unsupported_type');
      await refused(form('words', 'page.pdf', 'application/pdf'), 415, 'unsupported_type');
      await refused(form(' \n ', 'empty.txt', 'text/plain'), 422, 'document_empty');
      await refused(form(Buffer.alloc(50 * 1024 * 1024 + 1, 'a'), 'long.txt', 'text/plain'), 413, 'document_too_large');
      await refused({ title: 'A', content: 'a'.repeat(1024 * 1024) }, 413, 'body_too_large');
      await refused({ title: 'A', contentType: 'application/pdf', content: 'a' }, 415, 'unsupported_type');
      await refused({ title: '', content: 'words' }, 400, 'validation_failed');
      await refused({ title: 'A' }, 400, 'validation_failed');
      await refused({ title: { constructor: {} }, content: 'words' }, 400, 'validation_failed');
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
      // A busy machine may not keep the short lease of these specs.
      const patient = { DOCUMENT_LEASE_MS: '60000' };
      await restart(patient);
      const base = await newBase();
      const ids = await Promise.all(
        Array.from({ length: 8 }, async (_, index) => {
          const content = `Topic ${index}\n\n${'Some words that fill a passage. '.repeat(20_000)}`;
          return (await call('POST', `/knowledge-bases/${base}/documents`, { title: `Long ${index}`, content })).body.id as string;
        }),
      );
      await restart(patient);
      for (const id of ids) expect(await settled(id)).toMatchObject({ status: 'ready', attempts: 1 });
      await restart();
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
