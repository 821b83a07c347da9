import { Injectable } from '@nestjs/common';
import type { Transaction } from '#database';

/** A file of ours that may be sent. */
export interface OwnMedia {
  id: string;
  contentType: string;
  filename: string | null;
  sizeBytes: number;
}

/** Files belong to the conversation service; this reads its published view. */
@Injectable()
export class OwnMediaRepository {
  /** Those of these files that are stored. */
  async stored(tx: Transaction, ids: readonly string[]): Promise<Map<string, OwnMedia>> {
    const rows = await tx.query<OwnMedia>(
      `select id, content_type as "contentType", filename, size_bytes as "sizeBytes" from conversation.media_v1
       where tenant_id = $1 and id = any($2::uuid[]) and status = 'stored'`,
      [tx.tenantId, ids],
    );
    return new Map(rows.map((row) => [row.id, row]));
  }
}
