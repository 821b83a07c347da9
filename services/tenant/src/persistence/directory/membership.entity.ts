import { Column, Entity, PrimaryColumn } from 'typeorm';
import { IsoTime, TenantRow } from '#database';

/** A person’s role in a tenant. */
@Entity({ schema: 'tenant', name: 'memberships' })
export class MembershipRow extends TenantRow {
  @PrimaryColumn('uuid') userId!: string;
  @Column('text') role!: 'viewer' | 'agent' | 'admin' | 'owner';
  @IsoTime() joinedAt!: string;
  @Column('uuid', { nullable: true }) invitedBy!: string | null;
  /** False for an account that an admin made for a new address: whoever reads its mail has not agreed yet. */
  @Column('boolean') accepted!: boolean;
}
