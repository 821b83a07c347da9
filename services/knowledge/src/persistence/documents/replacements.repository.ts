import { Injectable } from '@nestjs/common';
import type { Transaction } from '#database';
import type { DocumentSource } from './document-queue.repository.js';

/** Versions to which a base can go back with all that they had; what was replaced earlier is erased. */
const KEPT_VERSIONS = 5;
/** Erased at a time; the rest waits for the next replacement. */
const MAX_ERASED = 100;

/** A document ($2) and those before it, each in whose place the next one is or was to be; also those that are erased, whose rows stay. */
const LINE_BEFORE = `before as (
         select id, replaces from knowledge.documents where tenant_id = $1 and id = $2
         union
         select d.id, d.replaces from before cross join lateral (
           select id, replaces from knowledge.documents where tenant_id = $1 and id = before.replaces limit 1) as d)`;

/** Documents that take the place of others. */
@Injectable()
export class ReplacementsRepository {
  /** Locks a document that is in the draft. Its base is locked before. @returns it with its file */
  async lock(tx: Transaction, id: string): Promise<DocumentSource | undefined> {
    const rows = await tx.query<DocumentSource>(
      `select id, base_id as "baseId", title, content_type as "contentType", bytes, source, object_id as "objectId" from knowledge.documents
       where tenant_id = $1 and id = $2 and deleted_at is null and replaced_at is null for no key update`,
      [tx.tenantId, id],
    );
    return rows[0];
  }

  /** @returns the file of a document, undefined for one that is gone */
  async source(tx: Transaction, id: string): Promise<Omit<DocumentSource, 'id' | 'baseId'> | undefined> {
    const rows = await tx.query<Omit<DocumentSource, 'id' | 'baseId'>>(
      `select title, content_type as "contentType", bytes, source, object_id as "objectId" from knowledge.documents where tenant_id = $1 and id = $2 and deleted_at is null`,
      [tx.tenantId, id],
    );
    return rows[0];
  }

  /** What a ready document has taken the place of, and published versions may still have. Its base is locked. @returns their ids */
  async retiredBy(tx: Transaction, id: string): Promise<string[]> {
    const rows = await tx.query<{ id: string }>(
      `with recursive ${LINE_BEFORE}
       select d.id from knowledge.documents d
       where d.tenant_id = $1 and d.id = any(array(select id from before)) and d.id <> $2 and d.replaced_at is not null and d.deleted_at is null
         and exists (select from knowledge.documents where tenant_id = $1 and id = $2 and status = 'ready')
       order by d.id`,
      [tx.tenantId, id],
    );
    return rows.map((row) => row.id);
  }

  /** Says which document another will take the place of. */
  async setReplaces(tx: Transaction, id: string, replaces: string): Promise<void> {
    await tx.execute(`update knowledge.documents set replaces = $3 where tenant_id = $1 and id = $2`, [tx.tenantId, id, replaces]);
  }

  /** @returns what a document that waits, or failed, is to take the place of: the first that is in the draft; itself where there is none */
  async placeOf(tx: Transaction, id: string): Promise<string> {
    const rows = await tx.query<{ id: string }>(
      `with recursive ${LINE_BEFORE}
       select d.id from knowledge.documents d
       where d.tenant_id = $1 and d.id = any(array(select id from before)) and d.deleted_at is null and d.replaced_at is null
       order by d.id limit 1 for no key update of d`,
      [tx.tenantId, id],
    );
    return rows[0]?.id ?? id;
  }

  /**
   * The document that has the place of another in the draft by now, after however many changes; undefined where it was deleted. What is erased has
   * nothing behind it (see `DocumentsRepository.markDeleted`), so the walk starts from all that came before it.
   */
  async current(tx: Transaction, id: string): Promise<string | undefined> {
    const rows = await tx.query<{ id: string }>(
      `with recursive ${LINE_BEFORE},
       line as (
         select id from before
         union
         select n.id from line
         cross join lateral (
           select id from knowledge.documents
           where tenant_id = $1 and replaces = line.id and deleted_at is null and status = 'ready' order by created_at desc limit 1) as n)
       select d.id from line cross join lateral (
         select id from knowledge.documents where tenant_id = $1 and id = line.id and deleted_at is null and replaced_at is null limit 1) as d
       order by d.id desc limit 1`,
      [tx.tenantId, id],
    );
    return rows[0]?.id;
  }

  /** Documents that were to take the place of this one and have not: they failed, or were overtaken. @returns their ids */
  async waitingFor(tx: Transaction, id: string, except: string): Promise<string[]> {
    const rows = await tx.query<{ id: string }>(
      `select id from knowledge.documents
       where tenant_id = $1 and replaces = $2 and deleted_at is null and replaced_at is null and status <> 'ready' and id <> $3
       order by id for no key update`,
      [tx.tenantId, id, except],
    );
    return rows.map((row) => row.id);
  }

  /** Puts documents that are ready into the places of those that they replace. @returns the ids of those */
  async takeOver(tx: Transaction, ids: readonly string[]): Promise<string[]> {
    const rows = await tx.query<{ id: string }>(
      `update knowledge.documents o set replaced_at = now(), differs = o.status = 'ready' and not o.differs
       from unnest($2::uuid[]) as n (id) join knowledge.documents d on d.tenant_id = $1 and d.id = n.id
       where o.tenant_id = $1 and o.id = d.replaces and o.deleted_at is null and o.replaced_at is null
       returning o.id`,
      [tx.tenantId, ids],
    );
    return rows.map((row) => row.id);
  }

  /**
   * Of documents that were just replaced, and of those of their bases that were replaced first, the ones that none of the last versions has.
   *
   * @returns their ids; they are to be erased
   */
  async outdated(tx: Transaction, replaced: readonly string[]): Promise<string[]> {
    const rows = await tx.query<{ id: string }>(
      `with given as materialized (
         select d.id, d.base_id from unnest($2::uuid[]) as g (id) join knowledge.documents d on d.tenant_id = $1 and d.id = g.id),
       candidates as materialized (
         select id, base_id from given
         union
         select o.id, o.base_id from (select distinct base_id from given) as b
         cross join lateral (
           select d.id, d.base_id from knowledge.documents d
           where d.tenant_id = $1 and d.base_id = b.base_id and d.replaced_at is not null and d.deleted_at is null
           order by d.replaced_at limit $4) as o)
       select c.id from candidates c
       where not exists (
         select from (
           select version from knowledge.base_versions where tenant_id = $1 and base_id = c.base_id order by version desc limit $3) as b
         join knowledge.version_documents v on v.tenant_id = $1 and v.base_id = c.base_id and v.version = b.version and v.document_id = c.id)
       and not exists (
         select from knowledge.knowledge_bases k join knowledge.version_documents v
           on v.tenant_id = $1 and v.base_id = k.id and v.version = k.published_version and v.document_id = c.id
         where k.tenant_id = $1 and k.id = c.base_id)`,
      [tx.tenantId, replaced, KEPT_VERSIONS, MAX_ERASED],
    );
    return rows.map((row) => row.id);
  }
}
