import { Column, Entity } from 'typeorm';
import { Computed, TenantRow } from '#database';

/** What a statement adds to the counts; a job folds it into them within seconds. */
@Entity({ schema: 'conversation', name: 'count_changes' })
export class CountChangeRow extends TenantRow {
  @Computed('bigint', { primary: true }) id!: number;
  @Column('uuid') outletId!: string;
  @Column('uuid', { nullable: true }) assigneeId!: string | null;
  @Column('integer') open!: number;
  @Column('integer') pending!: number;
  @Column('integer') snoozed!: number;
  @Column('integer') unread!: number;
  @Column('integer') escalated!: number;
}
