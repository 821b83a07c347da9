import { Injectable } from '@nestjs/common';
import { columnsOf, type Transaction } from '#database';
import type { MediaKind } from '#whatsapp';
import type { Media, MediaError, MediaStatus } from '../../domain/media/media.js';
import { MediaRow } from './media.entity.js';

/** A customer's file, with what is needed to ask for it. */
export interface CustomerFile {
  id: string;
  messageId: string;
  outletId: string;
  kind: MediaKind;
  graphId: string;
  contentType: string;
  declaredType: string | null;
  declaredSha256: string | null;
  filename: string | null;
  expiresAt: string;
}

export interface StoredMedia extends Media {
  /** The four are null for a file of the team. */
  outletId: string | null;
  kind: MediaKind | null;
  graphId: string | null;
  expiresAt: string | null;
  declaredType: string | null;
  declaredSha256: string | null;
}

/** The message of a file, for those who watch its conversation. */
export interface MediaPlace {
  messageId: string;
  conversationId: string;
  outletId: string;
}

const MEDIA = columnsOf(MediaRow);

@Injectable()
export class MediaRepository {
  async addCustomerFiles(tx: Transaction, files: readonly CustomerFile[]): Promise<void> {
    await tx.execute(
      `insert into conversation.media (tenant_id, id, message_id, status, content_type, filename, outlet_id, kind, graph_id, declared_type,
         declared_sha256, expires_at)
       select $1, f.id, f.message_id, 'pending', f.content_type, f.filename, f.outlet_id, f.kind, f.graph_id, f.declared_type, f.declared_sha256,
         f.expires_at
       from unnest($2::uuid[], $3::uuid[], $4::text[], $5::text[], $6::uuid[], $7::text[], $8::text[], $9::text[], $10::text[], $11::timestamptz[])
         as f (id, message_id, content_type, filename, outlet_id, kind, graph_id, declared_type, declared_sha256, expires_at)`,
      [
        tx.tenantId,
        files.map((file) => file.id),
        files.map((file) => file.messageId),
        files.map((file) => file.contentType),
        files.map((file) => file.filename),
        files.map((file) => file.outletId),
        files.map((file) => file.kind),
        files.map((file) => file.graphId),
        files.map((file) => file.declaredType),
        files.map((file) => file.declaredSha256),
        files.map((file) => file.expiresAt),
      ],
    );
  }

  /** A file of the team, whose bytes are in the store. */
  async addUpload(
    tx: Transaction,
    upload: { id: string; contentType: string; filename: string | undefined; sizeBytes: number; sha256: string },
  ): Promise<void> {
    await tx.execute(
      `insert into conversation.media (tenant_id, id, status, content_type, filename, size_bytes, sha256)
       values ($1, $2, 'stored', $3, $4, $5, $6)`,
      [tx.tenantId, upload.id, upload.contentType, upload.filename, upload.sizeBytes, upload.sha256],
    );
  }

  async find(tx: Transaction, id: string): Promise<StoredMedia | undefined> {
    const [row] = await tx.query<StoredMedia>(`select ${MEDIA} from conversation.media where tenant_id = $1 and id = $2`, [
      tx.tenantId,
      id,
    ]);
    return row;
  }

  async lock(tx: Transaction, id: string): Promise<StoredMedia | undefined> {
    const [row] = await tx.query<StoredMedia>(`select ${MEDIA} from conversation.media where tenant_id = $1 and id = $2 for update`, [
      tx.tenantId,
      id,
    ]);
    return row;
  }

  /** Those of these files that are stored, with their type and name. */
  async stored(tx: Transaction, ids: readonly string[]): Promise<Map<string, { contentType: string; filename: string | null }>> {
    const rows = await tx.query<{ id: string; contentType: string; filename: string | null }>(
      `select id, content_type as "contentType", filename from conversation.media
       where tenant_id = $1 and id = any($2::uuid[]) and status = 'stored'`,
      [tx.tenantId, ids],
    );
    return new Map(rows.map((row) => [row.id, row]));
  }

  /** What became of a customer's file; one that is stored stays so. @returns whether this was news */
  async settle(
    tx: Transaction,
    id: string,
    to: { status: MediaStatus; contentType?: string; sizeBytes?: number; sha256?: string; error?: MediaError },
  ): Promise<boolean> {
    return (
      (await tx.execute(
        `update conversation.media set status = $3, content_type = coalesce($4, content_type), size_bytes = $5, sha256 = $6, error = $7::jsonb
         where tenant_id = $1 and id = $2 and status <> 'stored'`,
        [tx.tenantId, id, to.status, to.contentType, to.sizeBytes, to.sha256, to.error ? JSON.stringify(to.error) : null],
      )) === 1
    );
  }

  async placeOf(tx: Transaction, id: string): Promise<MediaPlace | undefined> {
    const [row] = await tx.query<MediaPlace>(
      `select m.id as "messageId", m.conversation_id as "conversationId", c.outlet_id as "outletId" from conversation.media f
       join conversation.messages m on m.tenant_id = $1 and m.id = f.message_id
       join conversation.conversations c on c.tenant_id = $1 and c.id = m.conversation_id
       where f.tenant_id = $1 and f.id = $2`,
      [tx.tenantId, id],
    );
    return row;
  }

  /** Customers' files whose messages are gone, of all tenants. System role. */
  async orphans(tx: Transaction, limit: number): Promise<{ tenantId: string; id: string }[]> {
    return tx.query(
      `select tenant_id as "tenantId", id from conversation.media where message_id is null and graph_id is not null
       order by created_at limit $1`,
      [limit],
    );
  }

  async remove(tx: Transaction, id: string): Promise<void> {
    await tx.execute(`delete from conversation.media where tenant_id = $1 and id = $2`, [tx.tenantId, id]);
  }
}
