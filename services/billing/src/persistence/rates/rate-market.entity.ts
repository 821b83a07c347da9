import { Column, Entity, PrimaryColumn } from 'typeorm';

/** Which market a country is charged as from a day on. Of no tenant. */
@Entity({ schema: 'billing', name: 'rate_markets' })
export class RateMarketRow {
  @PrimaryColumn('text') country!: string;
  @PrimaryColumn('date') effectiveFrom!: string;
  @Column('text') market!: string;
  @Column('text') source!: string;
  @Column('uuid') cardId!: string;
}
