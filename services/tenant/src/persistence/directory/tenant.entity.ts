import { Column, Entity, PrimaryColumn } from 'typeorm';
import { Computed, IsoTime } from '#database';

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
  /** As the settings say. */
  @Computed('text', { nullable: true }) language!: string | null;
  @Computed('text', { nullable: true }) timeZone!: string | null;
  @Column('integer') version!: number;
  @IsoTime() createdAt!: string;
  @IsoTime() updatedAt!: string;
  /** Whether its people need a second factor. */
  @Column('boolean') twoFactorRequired!: boolean;
}
