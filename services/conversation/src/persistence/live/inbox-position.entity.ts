import { Column, Entity, PrimaryColumn } from 'typeorm';
import { TenantRow } from '#database';

/** The last number that the live log of an inbox has given out. */
@Entity({ schema: 'conversation', name: 'inbox_positions' })
export class InboxPositionRow extends TenantRow {
  @PrimaryColumn('uuid') outletId!: string;
  @Column('bigint') seq!: number;
}
