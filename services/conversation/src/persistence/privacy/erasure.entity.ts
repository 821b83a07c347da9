import { Column, Entity, PrimaryColumn } from 'typeorm';
import { IsoTime, TenantRow } from '#database';

/** The receipt of an erasure. It outlives the customer, and holds ids only. */
@Entity({ schema: 'conversation', name: 'erasures' })
export class ErasureRow extends TenantRow {
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid') contactId!: string;
  @Column('text') requestedBy!: string;
  @IsoTime({ precision: 3 }) requestedAt!: string;
  @IsoTime({ precision: 3, nullable: true }) completedAt!: string | null;
}
