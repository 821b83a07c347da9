import { Column, Entity } from 'typeorm';
import { IsoTime, TenantRow } from '#database';

/** How long a tenant keeps messages; a tenant without a row keeps them for good. */
@Entity({ schema: 'conversation', name: 'retention' })
export class RetentionRow extends TenantRow {
  /** Null keeps them for good. */
  @Column('integer', { nullable: true }) messagesDays!: number | null;
  @Column('integer') version!: number;
  @Column('text') updatedBy!: string;
  @IsoTime() updatedAt!: string;
}
