import { Column, Entity, PrimaryColumn } from 'typeorm';
import { IsoTime, TenantRow } from '#database';

/** A charge of the saved payment method. The money itself is in the ledger. */
@Entity({ schema: 'billing', name: 'automatic_charges' })
export class AutomaticChargeRow extends TenantRow {
  @PrimaryColumn('uuid') id!: string;
  @IsoTime() at!: string;
  @Column('bigint') amountMinor!: number;
  @Column('text') currency!: string;
  @Column('text') state!: 'open' | 'paid' | 'failed';
  /** Of the provider: the payment method, since it is asked for; the same one is charged when it is asked for again. */
  @Column('text', { nullable: true }) methodId!: string | null;
  /** Of the provider. */
  @Column('text', { nullable: true }) paymentId!: string | null;
  /** How often the provider refused it for a reason that is not the card's. */
  @Column('smallint') refusals!: number;
  /** Why it failed, in the provider's words. */
  @Column('text', { nullable: true }) error!: string | null;
}
