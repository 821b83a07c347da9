import { Column, Entity, PrimaryColumn } from 'typeorm';
import { TenantRow } from '#database';

/** How far the journal was walked for a customer who is forgotten, and what was found; gone with the answer. */
@Entity({ schema: 'gateway', name: 'erasure_progress' })
export class ErasureProgressRow extends TenantRow {
  @PrimaryColumn('uuid') erasureId!: string;
  @Column('uuid') afterId!: string;
  @Column('integer') journalEntries!: number;
  @Column('integer') webhookItems!: number;
  @Column('integer') deadLetters!: number;
  @Column('integer') events!: number;
}
