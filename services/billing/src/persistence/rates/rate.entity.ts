import { Column, Entity, PrimaryColumn } from 'typeorm';

/** What WhatsApp charges a message from a day on. Of no tenant. */
@Entity({ schema: 'billing', name: 'rates' })
export class RateRow {
  @PrimaryColumn('text') market!: string;
  @PrimaryColumn('text') category!: string;
  @PrimaryColumn('text') currency!: string;
  @PrimaryColumn('text') kind!: string;
  @PrimaryColumn('date') effectiveFrom!: string;
  /** Millionths of a unit of the currency. */
  @Column('bigint') amountMicros!: number;
  @Column('text') source!: string;
  @Column('uuid') cardId!: string;
}
