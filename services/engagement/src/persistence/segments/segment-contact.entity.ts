import { Entity, PrimaryColumn } from 'typeorm';
import { TenantRow } from '#database';

/** Who is in a static list. */
@Entity({ schema: 'engagement', name: 'segment_contacts' })
export class SegmentContactRow extends TenantRow {
  @PrimaryColumn('uuid') segmentId!: string;
  @PrimaryColumn('uuid') contactId!: string;
}
