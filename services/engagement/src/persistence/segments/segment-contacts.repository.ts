import { Injectable } from '@nestjs/common';
import type { Transaction } from '#database';

/** Who is in a static list. */
@Injectable()
export class SegmentContactsRepository {
  /** Ids that are no customer of the tenant's are left out. */
  async add(tx: Transaction, segmentId: string, contactIds: readonly string[]): Promise<void> {
    await tx.execute(
      `insert into engagement.segment_contacts (tenant_id, segment_id, contact_id)
       select $1, $2, k.id from conversation.audience_v1 k where k.tenant_id = $1 and k.id = any($3::uuid[])
       on conflict do nothing`,
      [tx.tenantId, segmentId, contactIds],
    );
  }

  async remove(tx: Transaction, segmentId: string, contactIds: readonly string[]): Promise<void> {
    await tx.execute(`delete from engagement.segment_contacts where tenant_id = $1 and segment_id = $2 and contact_id = any($3::uuid[])`, [
      tx.tenantId,
      segmentId,
      contactIds,
    ]);
  }

  async clear(tx: Transaction, segmentId: string): Promise<void> {
    await tx.execute(`delete from engagement.segment_contacts where tenant_id = $1 and segment_id = $2`, [tx.tenantId, segmentId]);
  }

  /** Which of these are in a list, themselves or by another that was merged into them. */
  async among(tx: Transaction, segmentId: string, contactIds: readonly string[]): Promise<ReadonlySet<string>> {
    const rows = await tx.query<{ id: string }>(
      `select l.contact_id as id from engagement.segment_contacts l
       where l.tenant_id = $1 and l.segment_id = $2 and l.contact_id = any($3::uuid[])
       union
       select m.merged_into from conversation.merged_contacts_v1 m
       join engagement.segment_contacts l on l.tenant_id = $1 and l.segment_id = $2 and l.contact_id = m.id
       where m.tenant_id = $1 and m.merged_into = any($3::uuid[])`,
      [tx.tenantId, segmentId, contactIds],
    );
    return new Set(rows.map(({ id }) => id));
  }

  async hasMoreThan(tx: Transaction, segmentId: string, most: number): Promise<boolean> {
    const rows = await tx.query(
      `select from engagement.segment_contacts where tenant_id = $1 and segment_id = $2 offset $3::integer limit 1`,
      [tx.tenantId, segmentId, most],
    );
    return rows.length > 0;
  }

  /** Of all lists. @returns how many there were */
  async forget(tx: Transaction, contactIds: readonly string[]): Promise<number> {
    return tx.execute(`delete from engagement.segment_contacts where tenant_id = $1 and contact_id = any($2::uuid[])`, [
      tx.tenantId,
      contactIds,
    ]);
  }
}
