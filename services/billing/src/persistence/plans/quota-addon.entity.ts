import { Column, Entity, PrimaryColumn } from 'typeorm';
import { TenantRow } from '#database';

/** What a tenant may use of a meter beyond its plan. */
@Entity({ schema: 'billing', name: 'quota_addons' })
export class QuotaAddonRow extends TenantRow {
  @PrimaryColumn('text') meter!: string;
  @Column('bigint') amount!: number;
}
