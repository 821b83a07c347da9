import { Column, Entity, PrimaryColumn } from 'typeorm';
import { TenantRow } from '#database';

/** The link by which an invoice is paid. */
@Entity({ schema: 'commerce', name: 'pay_links' })
export class PayLinkRow extends TenantRow {
  @PrimaryColumn('uuid') invoiceId!: string;
  @Column('text') token!: string;
}
