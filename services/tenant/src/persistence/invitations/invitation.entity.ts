import { Column, Entity, PrimaryColumn } from 'typeorm';
import { IsoTime, TenantRow } from '#database';

/** An invitation to a tenant; its link is kept as a hash. */
@Entity({ schema: 'tenant', name: 'invitations' })
export class InvitationRow extends TenantRow {
  @PrimaryColumn('uuid') id!: string;
  @Column('text') email!: string;
  @Column('text') role!: 'viewer' | 'agent' | 'admin' | 'owner';
  @Column('text') tokenHash!: string;
  @Column('uuid', { nullable: true }) invitedBy!: string | null;
  @IsoTime() expiresAt!: string;
  @IsoTime({ nullable: true }) acceptedAt!: string | null;
  @IsoTime({ nullable: true }) revokedAt!: string | null;
  @IsoTime() createdAt!: string;
  /** Of the link that admins pass on themselves, once one asked for it. */
  @Column('text', { nullable: true }) linkHash!: string | null;
  @Column('text', { nullable: true }) linkSealed!: string | null;
}
