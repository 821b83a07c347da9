import { Injectable } from '@nestjs/common';
import { idAfter, type Transaction } from '#database';
import type { PageStatus, WebPage, WebSource } from '../../domain/documents/web-source.js';

/** What a process has taken to look at. The number of the attempt keeps out one that comes back late. */
export interface SourceClaim {
  tenantId: string;
  id: string;
  baseId: string;
  url: string;
  everyHours: number;
  maxPages: number;
  attempts: number;
}
export interface PageClaim {
  tenantId: string;
  sourceId: string;
  id: string;
  url: string;
  documentId: string | null;
  etag: string | null;
  lastModified: string | null;
  fingerprint: string | null;
  attempts: number;
}
export interface Failure {
  code: string;
  detail: string;
}

const COLUMNS = `
  s.id, s.base_id as "baseId", s.url, s.kind, s.every_hours as "everyHours", s.max_pages as "maxPages", s.status, s.error_code as "errorCode",
  s.error_detail as "errorDetail", s.left_out as "leftOut", s.next_at as "nextAt", s.checked_at as "checkedAt", s.created_at as "createdAt",
  (select json_build_object(
     'waiting', count(*) filter (where p.status = 'waiting'), 'done', count(*) filter (where p.status = 'done'),
     'failed', count(*) filter (where p.status = 'failed'), 'gone', count(*) filter (where p.status = 'gone'))
   from knowledge.web_pages p where p.tenant_id = $1 and p.source_id = s.id) as pages`;
/** Whoever looked for so long is taken for dead. */
const LEASE = `interval '2 minutes'`;

@Injectable()
export class WebSourcesRepository {
  /** @returns false when the base has the address already */
  async insert(
    tx: Transaction,
    source: { id: string; baseId: string; url: string; everyHours: number; maxPages: number },
  ): Promise<boolean> {
    const count = await tx.execute(
      `insert into knowledge.web_sources (tenant_id, id, base_id, url, every_hours, max_pages, status, next_at)
       values ($1, $2, $3, $4, $5, $6, 'waiting', now()) on conflict do nothing`,
      [tx.tenantId, source.id, source.baseId, source.url, source.everyHours, source.maxPages],
    );
    return count > 0;
  }

  /** A new source whose only page was fetched already. */
  async setFetched(
    tx: Transaction,
    page: {
      sourceId: string;
      id: string;
      url: string;
      documentId: string;
      etag: string | null;
      lastModified: string | null;
      fingerprint: string;
    },
    nextMs: number,
  ): Promise<void> {
    await tx.execute(
      `update knowledge.web_sources set kind = 'page', status = 'done', checked_at = now(), next_at = now() + $3 * interval '1 millisecond'
       where tenant_id = $1 and id = $2`,
      [tx.tenantId, page.sourceId, nextMs],
    );
    await tx.execute(
      `insert into knowledge.web_pages (tenant_id, source_id, id, url, status, document_id, etag, last_modified, fingerprint, checked_at, changed_at)
       values ($1, $2, $3, $4, 'done', $5, $6, $7, $8, now(), now())`,
      [tx.tenantId, page.sourceId, page.id, page.url, page.documentId, page.etag, page.lastModified, page.fingerprint],
    );
  }

  /** How many a company has, in all its bases; it may have few. */
  async count(tx: Transaction): Promise<number> {
    const [row] = await tx.query<{ count: number }>(`select count(*)::integer as count from knowledge.web_sources where tenant_id = $1`, [
      tx.tenantId,
    ]);
    return row!.count;
  }

  async find(tx: Transaction, id: string): Promise<WebSource | undefined> {
    const rows = await tx.query<WebSource>(`select ${COLUMNS} from knowledge.web_sources s where s.tenant_id = $1 and s.id = $2`, [
      tx.tenantId,
      id,
    ]);
    return rows[0];
  }

  /** All of a base: a company may have few. */
  async list(tx: Transaction, baseId: string): Promise<WebSource[]> {
    return tx.query<WebSource>(
      `select ${COLUMNS} from knowledge.web_sources s where s.tenant_id = $1 and s.base_id = $2 order by s.id desc`,
      [tx.tenantId, baseId],
    );
  }

  /** @returns up to `limit + 1` pages of a source, in the order in which it named them, after the given one */
  async pages(tx: Transaction, sourceId: string, limit: number, after: string | undefined): Promise<WebPage[]> {
    return tx.query<WebPage>(
      `select p.id, p.url, p.status, p.document_id as "documentId", p.error_code as "errorCode", p.error_detail as "errorDetail",
         p.checked_at as "checkedAt", p.changed_at as "changedAt"
       from knowledge.web_pages p where p.tenant_id = $1 and p.source_id = $2 and ${idAfter('p.id', '$3')} order by p.id limit $4`,
      [tx.tenantId, sourceId, after ?? null, limit + 1],
    );
  }

  /** Looks at a source as soon as possible. @returns whether there is one */
  async lookNow(tx: Transaction, id: string): Promise<boolean> {
    const count = await tx.execute(
      `update knowledge.web_sources set status = 'waiting', attempts = 0, next_at = now() where tenant_id = $1 and id = $2`,
      [tx.tenantId, id],
    );
    return count > 0;
  }

  /** @returns the addresses of what was deleted */
  async delete(tx: Transaction, of: { id: string } | { baseId: string }): Promise<string[]> {
    const [column, value] = 'id' in of ? ['id', of.id] : ['base_id', of.baseId];
    await tx.execute(
      `delete from knowledge.web_pages where tenant_id = $1
         and source_id = any(array(select id from knowledge.web_sources where tenant_id = $1 and ${column} = $2))`,
      [tx.tenantId, value],
    );
    const rows = await tx.query<{ url: string }>(
      `delete from knowledge.web_sources where tenant_id = $1 and ${column} = $2 returning url`,
      [tx.tenantId, value],
    );
    return rows.map((row) => row.url);
  }

  /** Claims what is due longest. System role. @param busy companies whose turn it is not */
  async claimSource(tx: Transaction, busy: readonly string[]): Promise<SourceClaim | undefined> {
    const rows = await tx.query<SourceClaim>(
      `update knowledge.web_sources s set next_at = now() + ${LEASE}, attempts = s.attempts + 1
       from (
         select tenant_id, id from knowledge.web_sources where next_at <= now() and tenant_id <> all($1::uuid[])
         order by next_at limit 1 for no key update skip locked) as due
       where s.tenant_id = due.tenant_id and s.id = due.id
       returning s.tenant_id as "tenantId", s.id, s.base_id as "baseId", s.url, s.every_hours as "everyHours", s.max_pages as "maxPages", s.attempts`,
      [busy],
    );
    return rows[0];
  }

  /** Claims what is due longest. System role. @param busy companies whose turn it is not */
  async claimPage(tx: Transaction, busy: readonly string[]): Promise<PageClaim | undefined> {
    const rows = await tx.query<PageClaim>(
      `update knowledge.web_pages p set next_at = now() + ${LEASE}, attempts = p.attempts + 1
       from (
         select tenant_id, source_id, id from knowledge.web_pages where next_at <= now() and tenant_id <> all($1::uuid[])
         order by next_at limit 1 for no key update skip locked) as due
       where p.tenant_id = due.tenant_id and p.source_id = due.source_id and p.id = due.id
       returning p.tenant_id as "tenantId", p.source_id as "sourceId", p.id, p.url, p.document_id as "documentId", p.etag,
         p.last_modified as "lastModified", p.fingerprint, p.attempts`,
      [busy],
    );
    return rows[0];
  }

  /** @returns whether the source is still there and this holder's */
  async settleSource(
    tx: Transaction,
    claim: SourceClaim,
    end: { kind: 'page' | 'sitemap' | null; leftOut: number; failure: Failure | null; nextMs: number | null; tryAgain: boolean },
  ): Promise<boolean> {
    const count = await tx.execute(
      `update knowledge.web_sources set kind = coalesce($4, kind), left_out = $5, error_code = $6, error_detail = $7,
         status = case when $9 then 'waiting' when $6::text is null then 'done' else 'failed' end, attempts = case when $9 then attempts else 0 end,
         checked_at = now(), next_at = now() + $8 * interval '1 millisecond'
       where tenant_id = $1 and id = $2 and attempts = $3`,
      [
        tx.tenantId,
        claim.id,
        claim.attempts,
        end.kind,
        end.leftOut,
        end.failure?.code ?? null,
        end.failure?.detail ?? null,
        end.nextMs,
        end.tryAgain,
      ],
    );
    return count > 0;
  }

  /**
   * The pages that a source names now: new ones are added, all are looked at one after another, and those that it names no more are gone.
   *
   * @param ids an id for each that may be new
   */
  async setPages(tx: Transaction, sourceId: string, urls: readonly string[], ids: readonly string[], pauseMs: number): Promise<void> {
    await tx.execute(
      `insert into knowledge.web_pages as p (tenant_id, source_id, id, url, status, next_at)
       select $1, $2, n.id, n.url, 'waiting', now() + n.number * $5 * interval '1 millisecond'
       from unnest($3::uuid[], $4::text[]) with ordinality as n (id, url, number)
       on conflict (tenant_id, source_id, md5(url)) do update set status = 'waiting', attempts = 0, next_at = excluded.next_at`,
      [tx.tenantId, sourceId, ids, urls, pauseMs],
    );
    await tx.execute(
      `update knowledge.web_pages set status = 'gone', next_at = null, checked_at = now()
       where tenant_id = $1 and source_id = $2 and url <> all($3::text[]) and status <> 'gone'`,
      [tx.tenantId, sourceId, urls],
    );
    // Of what is gone, the latest stay to be seen.
    await tx.execute(
      `delete from knowledge.web_pages where tenant_id = $1 and source_id = $2 and status = 'gone' and id not in (
         select id from knowledge.web_pages where tenant_id = $1 and source_id = $2 and status = 'gone' order by checked_at desc limit 200)`,
      [tx.tenantId, sourceId],
    );
  }

  /** Locks a page. @returns its base; undefined when it is gone, or somebody else's */
  async lockPage(tx: Transaction, claim: PageClaim): Promise<{ baseId: string } | undefined> {
    const rows = await tx.query<{ baseId: string }>(
      `select s.base_id as "baseId" from knowledge.web_pages p join knowledge.web_sources s on s.tenant_id = $1 and s.id = p.source_id
       where p.tenant_id = $1 and p.source_id = $2 and p.id = $3 and p.attempts = $4 for no key update of p`,
      [tx.tenantId, claim.sourceId, claim.id, claim.attempts],
    );
    return rows[0];
  }

  async settlePage(
    tx: Transaction,
    claim: PageClaim,
    end: {
      status: PageStatus;
      documentId: string | null;
      etag: string | null;
      lastModified: string | null;
      fingerprint: string | null;
      failure: Failure | null;
      nextMs: number | null;
      hasChanged: boolean;
    },
  ): Promise<void> {
    await tx.execute(
      `update knowledge.web_pages set status = $5, document_id = $6, etag = $7, last_modified = $8, fingerprint = $9, error_code = $10, error_detail = $11,
         next_at = now() + $12 * interval '1 millisecond', checked_at = now(), changed_at = case when $13 then now() else changed_at end
       where tenant_id = $1 and source_id = $2 and id = $3 and attempts = $4`,
      [
        tx.tenantId,
        claim.sourceId,
        claim.id,
        claim.attempts,
        end.status,
        end.documentId,
        end.etag,
        end.lastModified,
        end.fingerprint,
        end.failure?.code ?? null,
        end.failure?.detail ?? null,
        end.nextMs,
        end.hasChanged,
      ],
    );
  }
}
