import { Column, Entity, PrimaryColumn } from 'typeorm';
import { IsoTime, TenantRow } from '#database';

/** A customer, known by phone number, WhatsApp user id or both; or a group, which is the other side of a thread and no customer. */
@Entity({ schema: 'conversation', name: 'contacts' })
export class ContactRow extends TenantRow {
  @PrimaryColumn('uuid') id!: string;
  @Column('text', { nullable: true }) phone!: string | null;
  @Column('text', { nullable: true }) userId!: string | null;
  @Column('text', { nullable: true }) parentUserId!: string | null;
  @Column('text', { nullable: true }) name!: string | null;
  @Column('text', { nullable: true }) username!: string | null;
  @Column('uuid', { nullable: true }) mergedInto!: string | null;
  @IsoTime() createdAt!: string;
  /** The name that the tenant's people gave; the profile name is the customer's own and changes with it. */
  @Column('text', { nullable: true }) alias!: string | null;
  @Column('text', { nullable: true }) email!: string | null;
  @Column('text', { nullable: true }) language!: string | null;
  @Column('jsonb') attributes!: unknown;
  @Column('text', { array: true }) tags!: string[];
  @Column('text') marketingConsent!: 'unknown' | 'granted' | 'denied';
  @IsoTime({ precision: 3, nullable: true }) consentAt!: string | null;
  @Column('text', { nullable: true }) consentSource!: string | null;
  /** Somebody wants promotions, where the tenant has it confirmed: since when, until they have. */
  @IsoTime({ precision: 3, nullable: true }) consentPendingAt!: string | null;
  /** When they were asked to confirm it. */
  @IsoTime({ precision: 3, nullable: true }) consentAskedAt!: string | null;
  @Column('integer') version!: number;
  @IsoTime({ precision: 3 }) updatedAt!: string;
  /** Of a group, which has neither phone nor user id: WhatsApp's id of it. */
  @Column('text', { nullable: true }) groupId!: string | null;
  @IsoTime({ precision: 3, nullable: true }) groupNamedAt!: string | null;
}
