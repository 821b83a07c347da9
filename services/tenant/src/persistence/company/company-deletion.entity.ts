import { Column, Entity, PrimaryColumn } from 'typeorm';
import { IsoTime, TenantRow } from '#database';

/** The end of a company: asked for, waited for, done. It outlives the company, and holds ids and times. */
@Entity({ schema: 'tenant', name: 'company_deletions' })
export class CompanyDeletionRow extends TenantRow {
  @PrimaryColumn('uuid') id!: string;
  @Column('text') state!: 'scheduled' | 'cancelled' | 'deleting' | 'done';
  @Column('uuid', { nullable: true }) requestedBy!: string | null;
  @IsoTime({ precision: 3 }) requestedAt!: string;
  @IsoTime({ precision: 3 }) dueAt!: string;
  @IsoTime({ precision: 3, nullable: true }) remindedAt!: string | null;
  @IsoTime({ precision: 3, nullable: true }) cancelledAt!: string | null;
  @IsoTime({ precision: 3, nullable: true }) begunAt!: string | null;
  /** The second takes what came late, when no event of the company’s time can be on its way any more. */
  @Column('integer') round!: number;
  @IsoTime({ precision: 3, nullable: true }) roundAt!: string | null;
  @IsoTime({ precision: 3, nullable: true }) askedAt!: string | null;
  /** Accounts at WhatsApp that deliver to us still, with the sealed tokens that end it. */
  @Column('jsonb', { nullable: true }) subscriptions!: unknown;
  @Column('integer') subscriptionAttempts!: number;
  /** When the job looks at it again. */
  @IsoTime({ precision: 3, nullable: true }) nextAt!: string | null;
  @IsoTime({ precision: 3, nullable: true }) finishedAt!: string | null;
}
