import { Column, Entity, PrimaryColumn } from 'typeorm';
import { IsoTime } from '#database';

/** One import of prices. Of no tenant. */
@Entity({ schema: 'billing', name: 'rate_cards' })
export class RateCardRow {
  @PrimaryColumn('uuid') id!: string;
  @Column('text') name!: string;
  @Column('text') source!: string;
  @Column('date') effectiveFrom!: string;
  @Column('integer') rates!: number;
  @Column('integer') markets!: number;
  @Column('integer') policies!: number;
  @Column('integer') models!: number;
  @IsoTime() importedAt!: string;
  @Column('uuid') importedBy!: string;
}
