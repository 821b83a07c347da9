import { Column, Entity, PrimaryColumn } from 'typeorm';
import { IsoTime } from '#database';

/** A tenant. What belongs to one extends `TenantRow` of the database library. */
@Entity({ schema: 'tenant', name: 'tenants' })
export class TenantsRow {
  @PrimaryColumn('uuid') id!: string;
  @Column('text') slug!: string;
  @Column('text') name!: string;
  @Column('text') status!: 'active' | 'suspended' | 'deleted';
  @Column('text') plan!: 'free' | 'starter' | 'growth' | 'enterprise';
  @Column('text', { nullable: true }) domain!: string | null;
  @Column('text', { nullable: true }) contactEmail!: string | null;
  @Column('jsonb') settings!: unknown;
  @Column('integer') version!: number;
  @IsoTime() createdAt!: string;
  @IsoTime() updatedAt!: string;
}
