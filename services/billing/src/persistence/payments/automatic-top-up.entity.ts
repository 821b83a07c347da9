import { Column, Entity } from 'typeorm';
import { IsoTime, TenantRow } from '#database';

/** How a tenant's deposit is filled up by itself. Amounts in minor units of the deposit's currency. */
@Entity({ schema: 'billing', name: 'automatic_top_ups' })
export class AutomaticTopUpRow extends TenantRow {
  @Column('boolean') isOn!: boolean;
  @Column('bigint') belowMinor!: number;
  @Column('bigint') amountMinor!: number;
  /** Charges a day (UTC). */
  @Column('smallint') maxDaily!: number;
  /** Charges that failed one after another. */
  @Column('smallint') failures!: number;
  /** When it is to be looked at; null: when the deposit falls again. */
  @IsoTime({ nullable: true }) dueAt!: string | null;
  @IsoTime() updatedAt!: string;
}
