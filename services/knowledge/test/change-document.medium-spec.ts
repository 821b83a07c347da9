import { v7 } from 'uuid';
import { asMember } from '#testing';
import { docx, said } from './office.js';
import { add, ask, call, form, infra, newBase, PATIENCE_MS, publish, search, settled } from './world.js';

describe('a document that is changed', () => {
  const world = async () => {
    const tenant = v7();
    const as = asMember(infra, tenant);
    const base = await newBase('en', tenant);
    const make = (content: string, title: string, type?: string): Promise<string> => add(base, content, title, type, tenant);
    const on = (method: string, path: string, body?: unknown) => call(method, path, body, as);
    const change = async (id: string, body: unknown): Promise<string> => {
      const answer = await on('PUT', `/documents/${id}`, body);
      expect(answer).toMatchObject({ status: 202 });
      expect(await settled(answer.body.id, tenant)).toMatchObject({ status: 'ready' });
      return answer.body.id;
    };
    const listed = async (): Promise<string[]> =>
      (await on('GET', `/knowledge-bases/${base}/documents`)).body.items.map(({ title }: { title: string }) => title);
    const answers = async (question: string): Promise<string | undefined> => (await ask(tenant, question))[0]?.text;
    return { tenant, base, as, make, on, change, listed, answers };
  };

  it(
    'answers customers as it was until the next publish, and again after going back; what no version has is erased',
    async () => {
      const { tenant, base, make, on, change, listed, answers } = await world();
      const first = await make('We open at nine.', 'Hours');
      await publish(base, tenant);
      const second = await change(first, { content: 'We open at ten.' });
      expect(await answers('open')).toBe('We open at nine.');
      expect(await on('GET', `/knowledge-bases/${base}/unpublished-changes`)).toMatchObject({
        body: { added: 0, replaced: 1, removed: 0, items: [{ kind: 'replaced', documentId: second, title: 'Hours' }] },
      });
      // Changed again before it was published: the one between is gone.
      const third = await change(second, { content: 'We open at eleven.', title: 'Opening hours' });
      expect(await on('GET', `/documents/${second}`)).toMatchObject({ status: 404 });
      expect(await infra.rows('select source from knowledge.documents where id = $1', [second])).toEqual([{ source: null }]);
      expect(await infra.rows('select 1 from knowledge.chunks where document_id = $1', [second])).toEqual([]);
      expect(await listed()).toEqual(['Opening hours']);
      // It takes the place of the first now, under another title too.
      expect(await on('GET', `/knowledge-bases/${base}/unpublished-changes`)).toMatchObject({
        body: { added: 0, replaced: 1, removed: 0, items: [{ kind: 'replaced', documentId: third, title: 'Opening hours' }] },
      });
      await publish(base, tenant);
      expect(await answers('open')).toBe('We open at eleven.');
      await on('POST', `/knowledge-bases/${base}/rollback`, { version: 1 });
      expect(await answers('open')).toBe('We open at nine.');
      expect(await on('GET', `/documents/${third}`)).toMatchObject({ body: { replaces: first } });
      // A document that has been replaced is in the draft no more, so it cannot be changed.
      expect(await on('PUT', `/documents/${first}`, { title: 'No' })).toMatchObject({ status: 404 });
      // A base in another language finds both: what answers customers, and the draft.
      await on('PUT', `/knowledge-bases/${base}`, { language: 'es' });
      expect(await answers('opens')).toBe('We open at nine.');
    },
    PATIENCE_MS,
  );

  it(
    'stays as it was when the new one cannot be read, and is read again when asked to',
    async () => {
      const { tenant, base, make, on, listed } = await world();
      const id = await make('We open at nine.', 'Hours');
      const bad = await docx('', { 'word/document.xml': 'no markup' });
      const answer = await call('PUT', `/documents/${id}`, form(bad, 'Hours.docx'), asMember(infra, tenant));
      expect(answer).toMatchObject({ status: 202 });
      expect(await settled(answer.body.id, tenant)).toMatchObject({ status: 'failed', replaces: id, error: { code: 'office_damaged' } });
      expect((await search(base, 'open').catch(() => [])).length).toBe(0);
      expect(await on('GET', `/documents/${id}`)).toMatchObject({ status: 200, body: { status: 'ready' } });
      expect(await listed()).toEqual(['Hours', 'Hours']);
      expect(await on('POST', `/documents/${answer.body.id}/retry`)).toMatchObject({ status: 202, body: { status: 'queued' } });
      expect(await settled(answer.body.id, tenant)).toMatchObject({ status: 'failed', attempts: 1 });
      expect(await on('POST', `/documents/${id}/retry`)).toMatchObject({ status: 202, body: { id, status: 'ready' } });
      // A file that can be read takes the place of both.
      const good = await call('PUT', `/documents/${id}`, form(await docx(said('We open at ten.')), 'x.docx'), asMember(infra, tenant));
      expect(await settled(good.body.id, tenant)).toMatchObject({ status: 'ready', title: 'Hours' });
      expect(await listed()).toEqual(['Hours']);
    },
    PATIENCE_MS,
  );

  it(
    'is replaced by what is sent in the place of one that cannot be read, and answers beside it no more',
    async () => {
      const { tenant, base, make, on, listed, answers } = await world();
      const first = await make('We open at nine.', 'Hours');
      await publish(base, tenant);
      const bad = form(await docx('', { 'word/document.xml': 'no markup' }), 'Hours.docx');
      const failed = (await call('PUT', `/documents/${first}`, bad, asMember(infra, tenant))).body.id;
      expect(await settled(failed, tenant)).toMatchObject({ status: 'failed', replaces: first });
      // Another that cannot be read overtakes it.
      const worse = form(await docx('', { 'word/document.xml': 'still no markup' }), 'Hours.docx');
      const again = (await call('PUT', `/documents/${failed}`, worse, asMember(infra, tenant))).body.id;
      expect(await settled(again, tenant)).toMatchObject({ status: 'failed', replaces: first });
      expect(await on('GET', `/documents/${failed}`)).toMatchObject({ status: 404 });
      expect(await answers('open')).toBe('We open at nine.');
      const good = form(await docx(said('We open at ten.')), 'Hours.docx');
      const third = (await call('PUT', `/documents/${again}`, good, asMember(infra, tenant))).body.id;
      expect(await settled(third, tenant)).toMatchObject({ status: 'ready', replaces: first });
      expect(await listed()).toEqual(['Hours']);
      await publish(base, tenant);
      expect((await ask(tenant, 'open')).map(({ documentId }) => documentId)).toEqual([third]);
      // Where nothing was there before, the next one takes the place of what cannot be read.
      const damaged = form(await docx('', { 'word/document.xml': 'no markup' }), 'Pets.docx');
      const alone = (await call('POST', `/knowledge-bases/${base}/documents`, damaged, asMember(infra, tenant))).body.id;
      expect(await settled(alone, tenant)).toMatchObject({ status: 'failed' });
      const pets = form(await docx(said('Dogs are welcome.')), 'Pets.docx');
      const mended = (await call('PUT', `/documents/${alone}`, pets, asMember(infra, tenant))).body.id;
      expect(await settled(mended, tenant)).toMatchObject({ status: 'ready', replaces: alone });
      expect(await listed()).toHaveLength(2);
    },
    PATIENCE_MS,
  );

  it(
    'answers nobody any more when it is deleted, nor does what it took the place of; one that cannot be read takes nothing with it',
    async () => {
      const { tenant, base, make, on, change, listed, answers } = await world();
      const first = await make('We open at nine.', 'Hours');
      await make('Dogs are welcome.', 'Pets');
      await publish(base, tenant);
      const second = await change(first, { content: 'We open at ten.' });
      await publish(base, tenant);
      const third = await change(second, { content: 'We open at eleven.' });
      const bad = form(await docx('', { 'word/document.xml': 'no markup' }), 'Hours.docx');
      const failed = (await call('PUT', `/documents/${third}`, bad, asMember(infra, tenant))).body.id;
      expect(await settled(failed, tenant)).toMatchObject({ status: 'failed' });
      expect(await on('DELETE', `/documents/${failed}`)).toMatchObject({ status: 204 });
      expect(await listed()).toEqual(['Hours', 'Pets']);
      expect(await answers('open')).toBe('We open at ten.');
      expect(await on('DELETE', `/documents/${third}`)).toMatchObject({ status: 204 });
      expect(await listed()).toEqual(['Pets']);
      expect(await answers('open')).toBeUndefined();
      expect(await answers('dogs')).toBe('Dogs are welcome.');
      const gone = [first, second, third];
      expect(await infra.rows('select 1 from knowledge.documents where id = any($1) and source is not null', [gone])).toEqual([]);
      expect(await infra.rows('select 1 from knowledge.chunks where document_id = any($1)', [gone])).toEqual([]);
      expect(await on('GET', `/knowledge-bases/${base}/unpublished-changes`)).toMatchObject({
        body: { added: 0, replaced: 0, removed: 1, items: [{ kind: 'removed', documentId: second }] },
      });
      // Going back does not bring them back.
      expect(await on('POST', `/knowledge-bases/${base}/rollback`, { version: 1 })).toMatchObject({ body: { version: 1, documents: 1 } });
      expect(await answers('open')).toBeUndefined();
    },
    PATIENCE_MS,
  );

  it(
    'shows its text, its pairs and its passages, and takes them back changed; the same is one',
    async () => {
      const { make, on, change } = await world();
      const csv = await make('Question,Answer\nWhy?,Because\nWhen?,Now', 'Pairs', 'text/csv');
      const pairs = [
        { topic: '', question: 'Why?', answer: 'Because' },
        { topic: '', question: 'When?', answer: 'Now' },
      ];
      expect((await on('GET', `/documents/${csv}/content`)).body).toEqual({ text: 'Question,Answer\nWhy?,Because\nWhen?,Now', pairs });
      const changed = await change(csv, { pairs: [...pairs, { question: 'Where, "exactly"?', answer: 'In Lima,\nPeru' }] });
      expect((await on('GET', `/documents/${changed}/content`)).body.pairs).toEqual([
        ...pairs,
        { topic: '', question: 'Where, "exactly"?', answer: 'In Lima,\nPeru' },
      ]);
      const first = await on('GET', `/documents/${changed}/passages?limit=2`);
      expect(first.body.items).toEqual([
        { position: 1, heading: ['Why?'], page: null, text: 'Because' },
        { position: 2, heading: ['When?'], page: null, text: 'Now' },
      ]);
      expect((await on('GET', `/documents/${changed}/passages?limit=2&cursor=${first.body.nextCursor}`)).body).toEqual({
        items: [{ position: 3, heading: ['Where, "exactly"?'], page: null, text: 'In Lima,\nPeru' }],
        nextCursor: null,
      });
      const text = await make('Some words.', 'Words');
      expect(await on('PUT', `/documents/${text}`, { content: 'Some words.' })).toMatchObject({
        status: 202,
        body: { id: text, status: 'ready' },
      });
      await make('Other words.', 'Other');
      expect(await on('PUT', `/documents/${text}`, { content: 'Other words.', title: 'Other' })).toMatchObject({
        status: 409,
        body: { code: 'document_exists' },
      });
      expect(await on('PUT', `/documents/${text}`, {})).toMatchObject({ status: 400 });
      expect(await on('PUT', `/documents/${text}`, { pairs: [{ question: ' ', answer: 'x' }] })).toMatchObject({ status: 400 });
      expect(await on('PUT', `/documents/${text}`, { content: 'a', pairs: [{ question: 'a', answer: 'x' }] })).toMatchObject({
        status: 400,
      });
    },
    PATIENCE_MS,
  );
});
