import { Column, Entity, PrimaryColumn } from 'typeorm';
import { TenantRow } from '#database';

/** How many conversations of a person are in which state. */
@Entity({ schema: 'conversation', name: 'counts' })
export class CountRow extends TenantRow {
  /** The nil UUID stands for everybody. */
  @PrimaryColumn('uuid') personId!: string;
  @PrimaryColumn('uuid') outletId!: string;
  @Column('integer') open!: number;
  @Column('integer') pending!: number;
  @Column('integer') snoozed!: number;
  /** Of everybody only: conversations that wait and have no person. */
  @Column('integer') unassigned!: number;
  @Column('integer') unread!: number;
  @Column('integer') escalated!: number;
}
