import { Column, Entity, PrimaryColumn } from 'typeorm';
import { IsoTime } from '#database';

/** A person. They may belong to several tenants. */
@Entity({ schema: 'tenant', name: 'users' })
export class UserRow {
  @PrimaryColumn('uuid') id!: string;
  @Column('text') email!: string;
  @Column('text') name!: string;
  @Column('text', { nullable: true }) passwordHash!: string | null;
  @Column('boolean') superadmin!: boolean;
  /** Whether mail to the address reaches them: before that the address alone lets nobody into a tenant. */
  @Column('boolean') emailConfirmed!: boolean;
  @IsoTime() createdAt!: string;
  @Column('text', { nullable: true }) firebaseUid!: string | null;
  /** When they last signed in or renewed a sign-in, in any tenant. */
  @IsoTime({ nullable: true }) lastSeenAt!: string | null;
  /** Since when they need a code besides; null without a second factor. */
  @IsoTime({ nullable: true }) twoFactorSince!: string | null;
}
