import { Column, Entity, PrimaryColumn } from 'typeorm';

/** What the tokens of a model cost from a day on. Of no tenant. */
@Entity({ schema: 'billing', name: 'model_prices' })
export class ModelPriceRow {
  @PrimaryColumn('text') model!: string;
  @PrimaryColumn('text') currency!: string;
  @PrimaryColumn('date') effectiveFrom!: string;
  /** Millionths of a unit of the currency, a million tokens. */
  @Column('bigint') promptMicros!: number;
  @Column('bigint') completionMicros!: number;
  @Column('text') source!: string;
  @Column('uuid') cardId!: string;
}
