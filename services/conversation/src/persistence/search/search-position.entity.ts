import { Column, Entity, PrimaryColumn } from 'typeorm';
import { TenantRow } from '#database';

/** Up to where of its live log an inbox is indexed. Whoever indexes, or takes messages away, locks the row. */
@Entity({ schema: 'conversation', name: 'search_positions' })
export class SearchPositionRow extends TenantRow {
  @PrimaryColumn('uuid') outletId!: string;
  @Column('bigint') seq!: number;
}
