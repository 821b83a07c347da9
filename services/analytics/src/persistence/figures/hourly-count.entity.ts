import { Column, Entity, PrimaryColumn } from 'typeorm';
import { IsoTime, TenantRow } from '#database';

/** A figure of one hour, in UTC: days are sums of hours. */
@Entity({ schema: 'analytics', name: 'hourly_counts' })
export class HourlyCountRow extends TenantRow {
  @IsoTime({ primary: true }) hour!: string;
  @PrimaryColumn('uuid') outletId!: string;
  @PrimaryColumn('text') metric!: string;
  @PrimaryColumn('text') label!: string;
  @Column('bigint') value!: number;
}
