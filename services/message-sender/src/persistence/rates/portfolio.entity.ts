import { Column, Entity, PrimaryColumn } from 'typeorm';
import { TenantRow } from '#database';

/** How many customers a business has reached outside a conversation in the last 24 hours. */
@Entity({ schema: 'message_sender', name: 'portfolios' })
export class PortfolioRow extends TenantRow {
  /** Its id at Meta; where that is not known, the account, which then counts for itself. */
  @PrimaryColumn('text') portfolio!: string;
  /** How many rows there are of its customers. */
  @Column('integer') users!: number;
}
