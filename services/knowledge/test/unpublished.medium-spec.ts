import fc from 'fast-check';
import { v7 } from 'uuid';
import { asMember } from '#testing';
import { migrations } from '../src/persistence/migrations.js';
import { add, call, infra, newBase, PATIENCE_MS, publish, settled } from './world.js';

/** What the mark stands for, asked of the documents and of the published version themselves. */
const DIFFERING = `
  select d.id from knowledge.documents d join knowledge.knowledge_bases b on b.tenant_id = d.tenant_id and b.id = d.base_id
  where d.base_id = $1 and (d.deleted_at is not null or d.replaced_at is not null or d.status = 'ready')
    and (d.deleted_at is null and d.replaced_at is null) <> exists (
    select from knowledge.version_documents v
    where v.tenant_id = d.tenant_id and v.base_id = d.base_id and v.version = b.published_version and v.document_id = d.id)
  order by d.id`;
const MARKED = 'select id from knowledge.documents where base_id = $1 and differs order by id';

type Step = { kind: 'add' } | { kind: 'delete' | 'change'; which: number } | { kind: 'publish' } | { kind: 'roll-back'; version: number };
const step = fc.oneof<fc.Arbitrary<Step>[]>(
  fc.constant({ kind: 'add' }),
  fc.record({ kind: fc.constantFrom('delete', 'change'), which: fc.nat(5) }),
  fc.constant({ kind: 'publish' }),
  fc.record({ kind: fc.constant('roll-back'), version: fc.integer({ min: 1, max: 3 }) }),
);

describe('the mark of what is not published', () => {
  async function world() {
    const tenant = v7();
    const base = await newBase('en', tenant);
    const as = asMember(infra, tenant);
    const documents: string[] = [];
    const shown = async (): Promise<boolean> => (await call('GET', `/knowledge-bases/${base}`, undefined, as)).body.hasUnpublishedChanges;
    const take = async (step: Step): Promise<void> => {
      if (step.kind === 'add') documents.push(await add(base, `Words ${v7()}.`, `Title ${documents.length}`, 'text/plain', tenant));
      if (step.kind === 'publish') await publish(base, tenant);
      if (step.kind === 'roll-back') await call('POST', `/knowledge-bases/${base}/rollback`, { version: step.version }, as);
      if (step.kind === 'change' && documents.length > 0) {
        const which = step.which % documents.length;
        const { body } = await call('PUT', `/documents/${documents[which]!}`, { content: `Words ${v7()}.` }, as);
        expect(await settled(body.id, tenant)).toMatchObject({ status: 'ready' });
        documents[which] = body.id;
      }
      const [id] = step.kind === 'delete' && documents.length > 0 ? documents.splice(step.which % documents.length, 1) : [];
      if (id) await call('DELETE', `/documents/${id}`, undefined, as);
    };
    return { tenant, base, documents, as, shown, take };
  }

  it(
    'is on exactly the documents that differ, whatever is added, changed, deleted, published and rolled back in which order',
    async () => {
      await fc.assert(
        fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 12 }), async (steps) => {
          const { base, shown, take } = await world();
          for (const each of steps) {
            await take(each);
            const differing = await infra.rows(DIFFERING, [base]);
            expect(await infra.rows(MARKED, [base])).toEqual(differing);
            const [{ isPublished } = { isPublished: false }] = await infra.rows<{ isPublished: boolean }>(
              `select published_version is not null as "isPublished" from knowledge.knowledge_bases where id = $1`,
              [base],
            );
            expect(await shown()).toBe(isPublished && differing.length > 0);
          }
        }),
        { numRuns: 12, endOnFailure: true },
      );
    },
    PATIENCE_MS * 2,
  );

  it(
    'is right where documents are deleted while a version is made of them',
    async () => {
      const { tenant, base, documents, as, take } = await world();
      for (let n = 0; n < 6; n++) await take({ kind: 'add' });
      await Promise.all([
        publish(base, tenant),
        ...documents.slice(0, 3).map((id) => call('DELETE', `/documents/${id}`, undefined, as)),
        publish(base, tenant),
      ]);
      expect(await infra.rows(MARKED, [base])).toEqual(await infra.rows(DIFFERING, [base]));
    },
    PATIENCE_MS,
  );

  it(
    'is found out for the documents that were there before there was a mark',
    async () => {
      const { base, take } = await world();
      for (const kind of ['add', 'add', 'publish', 'add'] as const) await take({ kind });
      await take({ kind: 'delete', which: 0 });
      const marked = await infra.rows(MARKED, [base]);
      expect(marked).toHaveLength(2);
      const { sql } = migrations.migrations.find(({ name }) => name === '0008-documents-that-differ')!;
      const backfill = /update knowledge\.documents[^;]+/.exec(sql)![0];
      await infra.rows(
        `with forgotten as (update knowledge.documents set differs = false where base_id = $1 returning id) select from forgotten`,
        [base],
      );
      await infra.rows(backfill);
      expect(await infra.rows(MARKED, [base])).toEqual(marked);
    },
    PATIENCE_MS,
  );
});
