import { Column, Entity, PrimaryColumn } from 'typeorm';
import { TenantRow } from '#database';

/** How far the live log of an inbox is indexed. Indexing, and deleting messages, lock the row. */
@Entity({ schema: 'conversation', name: 'search_positions' })
export class SearchPositionRow extends TenantRow {
  @PrimaryColumn('uuid') outletId!: string;
  @Column('bigint') seq!: number;
}
