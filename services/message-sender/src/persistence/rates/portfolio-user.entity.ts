import { Entity, PrimaryColumn } from 'typeorm';
import { IsoTime, TenantRow } from '#database';

/** A customer whom a business has reached outside a conversation in the last 24 hours. */
@Entity({ schema: 'message_sender', name: 'portfolio_users' })
export class PortfolioUserRow extends TenantRow {
  @PrimaryColumn('text') portfolio!: string;
  @PrimaryColumn('bigint') userHash!: string;
  @IsoTime() reachedAt!: string;
}
