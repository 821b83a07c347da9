import { Column, Entity, PrimaryColumn } from 'typeorm';
import { TenantRow } from '#database';

/** What the vectors of a tenant are, so that whoever keeps them in memory sees that they changed. */
@Entity({ schema: 'knowledge', name: 'vector_sets' })
export class VectorSetRow extends TenantRow {
  @PrimaryColumn('text') model!: string;
  @Column('bigint') revision!: string;
}
