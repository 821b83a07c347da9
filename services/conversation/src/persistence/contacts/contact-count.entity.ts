import { Column, Entity } from 'typeorm';
import { TenantRow } from '#database';

/** How many contacts a tenant has, without what was not yet added up. */
@Entity({ schema: 'conversation', name: 'contact_counts' })
export class ContactCountRow extends TenantRow {
  @Column('bigint') amount!: number;
}
