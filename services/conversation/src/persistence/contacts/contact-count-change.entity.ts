import { Column, Entity } from 'typeorm';
import { Computed, TenantRow } from '#database';

/** What a statement adds to the number of contacts; a job adds it up within seconds. */
@Entity({ schema: 'conversation', name: 'contact_count_changes' })
export class ContactCountChangeRow extends TenantRow {
  @Computed('bigint', { primary: true }) id!: number;
  @Column('bigint') amount!: number;
}
