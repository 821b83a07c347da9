import { Column, Entity, PrimaryColumn } from 'typeorm';
import { IsoTime, TenantRow } from '#database';

/** A WhatsApp number of a tenant, and whether WhatsApp has confirmed it (ADR 17). */
@Entity({ schema: 'tenant', name: 'outlets' })
export class OutletRow extends TenantRow {
  @PrimaryColumn('uuid') id!: string;
  @Column('text') name!: string;
  @Column('text') phoneNumberId!: string;
  @Column('text') wabaId!: string;
  @Column('text') displayPhoneNumber!: string;
  @Column('text') accessTokenSealed!: string;
  @Column('text') status!: 'active' | 'disabled' | 'deleted';
  @Column('text') quality!: 'GREEN' | 'YELLOW' | 'RED' | 'UNKNOWN';
  @Column('text', { nullable: true }) messagingLimit!: string | null;
  @Column('text') throughput!: 'STANDARD' | 'HIGH';
  /** It also runs the WhatsApp Business app (coexistence). */
  @Column('boolean') onPhoneApp!: boolean;
  @Column('text', { nullable: true }) portfolioId!: string | null;
  /** What the last check with Graph found. */
  @Column('text', { nullable: true }) verifiedName!: string | null;
  @Column('text', { nullable: true }) metaStatus!: string | null;
  @Column('text') health!: 'unknown' | 'ok' | 'limited' | 'blocked';
  @Column('boolean', { nullable: true }) webhooksSubscribed!: boolean | null;
  @Column('text', { nullable: true }) checkProblem!: string | null;
  @IsoTime({ nullable: true }) checkedAt!: string | null;
  @Column('jsonb') settings!: unknown;
  @Column('integer') version!: number;
  @IsoTime() createdAt!: string;
  @IsoTime() updatedAt!: string;
  @Column('text') confirmation!: 'confirmed' | 'waiting' | 'refused';
  /** When WhatsApp said so; null: nobody asked it, the operator's word stands. */
  @IsoTime({ nullable: true }) confirmedAt!: string | null;
  @Column('text', { nullable: true }) confirmationProblem!: string | null;
  @Column('text', { nullable: true }) confirmationDetail!: string | null;
  @Column('integer') askAttempts!: number;
  /** When a job asks (again), or goes on with what was begun. */
  @IsoTime({ nullable: true }) askAt!: string | null;
  /** What arrives from then on is this tenant's, and from then on it sends. Null: nothing is, and it sends nothing. */
  @IsoTime({ nullable: true }) routesFrom!: string | null;
  /** Until when it was routed to, the last time: others wait for a while after that. */
  @IsoTime({ nullable: true }) routedUntil!: string | null;
  /** The error of Graph behind the present problem: code, subcode and message, never a token. */
  @Column('jsonb', { nullable: true }) whatsappError!: unknown;
}
