import { Column, Entity, PrimaryColumn } from 'typeorm';
import { IsoTime } from '#database';

/** A version of a plan: it never changes. Of no tenant. */
@Entity({ schema: 'billing', name: 'plans' })
export class PlanRow {
  @PrimaryColumn('text') name!: string;
  @PrimaryColumn('integer') version!: number;
  /** By meter; null or absent means no limit. */
  @Column('jsonb') limits!: Record<string, number | null>;
  /** What a unit beyond the plan costs, in minor units by meter and currency. */
  @Column('jsonb') overage!: Record<string, Record<string, number>>;
  /** Of a month, in minor units; null where it is not sold by checkout. */
  @Column('bigint', { nullable: true }) priceMinor!: number | null;
  @Column('text', { nullable: true }) priceCurrency!: string | null;
  /** Features that it does not have. */
  @Column('text', { array: true }) lacks!: string[];
  /** Of the first subscription; null: what the installation gives. */
  @Column('integer', { nullable: true }) trialDays!: number | null;
  @IsoTime() createdAt!: string;
  /** Null of those that the installation came with. */
  @Column('uuid', { nullable: true }) createdBy!: string | null;
}
