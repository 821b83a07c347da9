import { Injectable } from '@nestjs/common';
import { numberBefore, type Transaction } from '#database';
import type { BaseVersion, UnpublishedChange, UnpublishedChanges } from '../../domain/bases/knowledge-base.js';
import type { VersionReport } from '../../domain/golden/draft-check.js';

interface KindRow {
  kind: UnpublishedChange['kind'];
  count: number;
  items: { documentId: string; title: string }[];
}

/** Documents of `added` and `removed` by what became of them: counted, and the first `$3` of each by title. */
const BY_KIND = `changes as (
         select case when title in (select title from removed) or replaces in (select id from removed) then 'replaced' else 'added' end as kind,
           id, title
         from added
         union all
         select 'removed', id, title from removed
         where title not in (select title from added) and not exists (select from added where replaces = removed.id))
       select kind, count(*)::integer as count,
         to_json((array_agg(json_build_object('documentId', id, 'title', title) order by title, id))[:$3]) as items
       from changes group by kind order by kind`;

function toChanges(rows: readonly KindRow[]): UnpublishedChanges {
  const changes: UnpublishedChanges = { added: 0, replaced: 0, removed: 0, items: [] };
  for (const { kind, count, items } of rows) {
    changes[kind] = count;
    changes.items.push(...items.map((item) => ({ kind, ...item })));
  }
  return changes;
}

@Injectable()
export class VersionsRepository {
  /** Creates the next version of a locked base from these documents. @returns its number, counted from 1 */
  async insert(
    tx: Transaction,
    {
      baseId,
      documentIds,
      createdBy,
      report,
    }: { baseId: string; documentIds: readonly string[]; createdBy: string; report: VersionReport | undefined },
  ): Promise<number> {
    const enough = report?.calibration.enough;
    const [row] = await tx.query<{ version: number }>(
      `with next as (
         insert into knowledge.base_versions (tenant_id, base_id, version, created_by, report, enough_sure, enough_more)
         select $1, $2, coalesce(max(version), 0) + 1, $4, $5::jsonb, $6::float8, $7::float8 from knowledge.base_versions where tenant_id = $1 and base_id = $2
         returning version),
       documents as (
         insert into knowledge.version_documents (tenant_id, base_id, version, document_id)
         select $1, $2, next.version, document_id from next, unnest($3::uuid[]) as document_id)
       select version from next`,
      [tx.tenantId, baseId, documentIds, createdBy, report ? JSON.stringify(report) : null, enough?.sure ?? null, enough?.more ?? null],
    );
    return row!.version;
  }

  /** @returns the documents of a version that still exist; undefined when there is no such version */
  async documentsOf(tx: Transaction, baseId: string, version: number): Promise<string[] | undefined> {
    const [row] = await tx.query<{ documents: string[] }>(
      `select array(
         select v.document_id::text from knowledge.version_documents v
         join knowledge.documents d on d.tenant_id = $1 and d.id = v.document_id and d.deleted_at is null
         where v.tenant_id = $1 and v.base_id = b.base_id and v.version = b.version) as documents
       from knowledge.base_versions b where b.tenant_id = $1 and b.base_id = $2 and b.version = $3`,
      [tx.tenantId, baseId, version],
    );
    return row?.documents;
  }

  /** @returns what the ready documents of a base differ in from its published version, with up to `shown` documents of each kind */
  async unpublished(tx: Transaction, baseId: string, shown: number): Promise<UnpublishedChanges> {
    const rows = await tx.query<KindRow>(
      `with added as materialized (
         select d.id, d.title, d.replaces from knowledge.documents d
         where d.tenant_id = $1 and d.base_id = $2 and d.differs and d.deleted_at is null and d.replaced_at is null),
       removed as materialized (
         select d.id, d.title from knowledge.documents d
         where d.tenant_id = $1 and d.base_id = $2 and d.differs and (d.deleted_at is not null or d.replaced_at is not null)),
       ${BY_KIND}`,
      [tx.tenantId, baseId, shown],
    );
    return toChanges(rows);
  }

  /** @returns what the documents of a version differ in from those of the version before it, with up to `shown` documents of each kind */
  async changesOf(tx: Transaction, baseId: string, version: number, shown: number): Promise<UnpublishedChanges> {
    const only = (here: string, there: string): string => `
      select d.id, d.title, d.replaces from (
        select document_id from knowledge.version_documents where tenant_id = $1 and base_id = $2 and version = ${here}
        except
        select document_id from knowledge.version_documents where tenant_id = $1 and base_id = $2 and version = ${there}) as v
      cross join lateral (select id, title, replaces from knowledge.documents where tenant_id = $1 and id = v.document_id limit 1) as d`;
    const rows = await tx.query<KindRow>(
      `with added as materialized (${only('$4', '$4 - 1')}),
       removed as materialized (${only('$4 - 1', '$4')}),
       ${BY_KIND}`,
      [tx.tenantId, baseId, shown, version],
    );
    return toChanges(rows);
  }

  /** @returns what was asked of a version before it was published; null where nothing was */
  async reportOf(tx: Transaction, baseId: string, version: number): Promise<VersionReport | null> {
    const [row] = await tx.query<{ report: VersionReport | null }>(
      `select report from knowledge.base_versions where tenant_id = $1 and base_id = $2 and version = $3`,
      [tx.tenantId, baseId, version],
    );
    return row?.report ?? null;
  }

  /** @returns up to `limit + 1` versions, newest first, before the given one. */
  async list(tx: Transaction, baseId: string, limit: number, before: number | undefined): Promise<BaseVersion[]> {
    return tx.query<BaseVersion>(
      `select v.version, v.created_at as "createdAt", v.created_by as "createdBy", v.version is not distinct from b.published_version as published,
         (select count(*) from knowledge.version_documents vd
          join knowledge.documents d on d.tenant_id = $1 and d.id = vd.document_id and d.deleted_at is null
          where vd.tenant_id = $1 and vd.base_id = v.base_id and vd.version = v.version) as documents
       from knowledge.base_versions v join knowledge.knowledge_bases b on b.tenant_id = $1 and b.id = v.base_id
       where v.tenant_id = $1 and v.base_id = $2 and ${numberBefore('v.version', '$3')} order by v.version desc limit $4`,
      [tx.tenantId, baseId, before ?? null, limit + 1],
    );
  }
}
