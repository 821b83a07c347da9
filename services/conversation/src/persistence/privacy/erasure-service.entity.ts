import { Column, Entity, PrimaryColumn } from 'typeorm';
import { IsoTime, TenantRow } from '#database';

/** What one service has answered to an erasure; it has no erasedAt until it answers. */
@Entity({ schema: 'conversation', name: 'erasure_services' })
export class ErasureServiceRow extends TenantRow {
  @PrimaryColumn('uuid') erasureId!: string;
  @PrimaryColumn('text') service!: string;
  @IsoTime({ precision: 3, nullable: true }) erasedAt!: string | null;
  @Column('jsonb') counts!: unknown;
  @Column('jsonb') residuals!: unknown;
}
