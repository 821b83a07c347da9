import { Column, Entity, PrimaryColumn } from 'typeorm';
import { IsoTime, TenantRow, type Read } from '#database';

/** A checkout that was opened at Stripe. */
@Entity({ schema: 'commerce', name: 'pay_sessions' })
export class PaySessionRow extends TenantRow {
  /** As Stripe calls it. */
  @PrimaryColumn('text') id!: string;
  @Column('uuid') invoiceId!: string;
  @Column('uuid') connectionId!: string;
  @Column('bigint') amountMinor!: number;
  @Column('text') url!: string;
  /** `processing`: the customer has paid by something that takes days. */
  @Column('text') state!: 'open' | 'processing' | 'done';
  @IsoTime({ precision: 3 }) expiresAt!: string;
  /** When it is to be ended at Stripe. */
  @IsoTime({ precision: 3, nullable: true }) endAt!: string | null;
  @Column('integer') attempts!: number;
  @IsoTime({ precision: 3 }) createdAt!: string;
}

export type PaySession = Read<PaySessionRow>;
