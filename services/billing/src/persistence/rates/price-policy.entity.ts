import { Column, Entity, PrimaryColumn } from 'typeorm';

/** When messages of a category cost anything, from a day on. Of no tenant. */
@Entity({ schema: 'billing', name: 'price_policies' })
export class PricePolicyRow {
  @PrimaryColumn('text') category!: string;
  @PrimaryColumn('date') effectiveFrom!: string;
  @Column('boolean') isBillable!: boolean;
  @Column('integer') freeMonthly!: number;
  @Column('boolean') isFreeInWindow!: boolean;
  @Column('boolean') isFreeInEntry!: boolean;
  @Column('text') source!: string;
  @Column('uuid') cardId!: string;
}
