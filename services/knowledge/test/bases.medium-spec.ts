import { v7 } from 'uuid';
import { knowledgeAudited } from '#contracts';
import { asApiKey, asMember } from '#testing';
import { add, ask, call, GUIDE, infra, newBase, PATIENCE_MS, publish, settled, TENANT } from './world.js';

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
    'says what it would change: added, replaced and removed documents, until they are published',
    async () => {
      const tenant = v7();
      const base = await newBase('en', tenant);
      const as = asMember(infra, tenant, 'viewer');
      const changes = async () => (await call('GET', `/knowledge-bases/${base}/unpublished-changes`, undefined, as)).body;
      const marked = async () => [
        (await call('GET', `/knowledge-bases/${base}`, undefined, as)).body.hasUnpublishedChanges,
        (await call('GET', '/knowledge-bases', undefined, as)).body.items[0].hasUnpublishedChanges,
      ];
      const none = { added: 0, replaced: 0, removed: 0, items: [] };
      const remove = (id: string) => call('DELETE', `/documents/${id}`, undefined, asMember(infra, tenant));

      const hours = await add(base, 'Open from nine to six.', 'Hours', 'text/plain', tenant);
      const parking = await add(base, 'Parking is behind the house.', 'Parking', 'text/plain', tenant);
      // Nothing is published yet, so nothing has changed since.
      expect([await marked(), await changes()]).toEqual([[false, false], none]);
      await publish(base, tenant);
      expect([await marked(), await changes()]).toEqual([[false, false], none]);

      const pets = await add(base, 'Dogs are welcome.', 'Pets', 'text/plain', tenant);
      const later = await add(base, 'Open from ten to seven.', 'Hours', 'text/plain', tenant);
      await remove(hours);
      await remove(parking);
      expect(await marked()).toEqual([true, true]);
      expect(await changes()).toEqual({
        added: 1,
        replaced: 1,
        removed: 1,
        items: [
          { kind: 'added', documentId: pets, title: 'Pets' },
          { kind: 'removed', documentId: parking, title: 'Parking' },
          { kind: 'replaced', documentId: later, title: 'Hours' },
        ],
      });
      expect(await publish(base, tenant)).toMatchObject({ body: { version: 2, documents: 2 } });
      expect([await marked(), await changes()]).toEqual([[false, false], none]);

      // A removal alone is a change too, which the next version no longer has.
      await remove(pets);
      expect([await marked(), await changes()]).toEqual([
        [true, true],
        { ...none, removed: 1, items: [{ kind: 'removed', documentId: pets, title: 'Pets' }] },
      ]);
      expect(await publish(base, tenant)).toMatchObject({ body: { version: 3, documents: 1 } });
      expect([await marked(), await changes()]).toEqual([[false, false], none]);
      // A version of before differs from the documents of now.
      await call('POST', `/knowledge-bases/${base}/rollback`, { version: 2 }, asMember(infra, tenant));
      expect(await marked()).toEqual([true, true]);
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
        ['GET', `/knowledge-bases/${base}/unpublished-changes`],
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
          { name: 'Guide', description: '', language: 'en', answering: 'sure' },
          { name: 'Store guide', description: '', language: 'en', answering: 'sure' },
        ],
        ['document.added', document, null, file],
        ['knowledge_base.published', base, { publishedVersion: null }, { publishedVersion: 1, documents: 1 }],
        ['document.added', pets, null, expect.objectContaining({ title: 'Pets' })],
        ['knowledge_base.published', base, { publishedVersion: 1 }, { publishedVersion: 2, documents: 2 }],
        ['knowledge_base.rolled_back', base, { publishedVersion: 2 }, { publishedVersion: 1 }],
        ['document.deleted', document, file, null],
        ['knowledge_base.deleted', base, { name: 'Store guide', description: '', language: 'en', answering: 'sure' }, null],
      ]);
      const actor = { kind: 'user', id: '0198c0de-0000-7000-8000-00000000aaaa', address: '203.0.113.77', requestId: 'request-0001' };
      expect(rows[0]!.data.actor).toEqual(actor);
    },
    PATIENCE_MS,
  );
});
