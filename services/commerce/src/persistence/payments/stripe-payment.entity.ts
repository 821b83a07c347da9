import { Column, Entity, PrimaryColumn } from 'typeorm';
import { IsoTime, TenantRow, type Read } from '#database';
import type { StripeFacts } from '../../domain/payments/stripe-facts.js';

/** What a company's Stripe account has told of one of its payments. */
@Entity({ schema: 'commerce', name: 'stripe_payments' })
export class StripePaymentRow extends TenantRow {
  @PrimaryColumn('uuid') connectionId!: string;
  @PrimaryColumn('text') paymentId!: string;
  /** Null while it is not known to be for an invoice here. */
  @Column('uuid', { nullable: true }) invoiceId!: string | null;
  @Column('jsonb') facts!: StripeFacts;
  @IsoTime({ precision: 3 }) updatedAt!: string;
}

export type StripePayment = Read<StripePaymentRow>;
