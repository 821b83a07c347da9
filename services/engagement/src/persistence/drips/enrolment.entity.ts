import { Column, Entity, PrimaryColumn } from 'typeorm';
import { IsoTime, TenantRow, type Read } from '#database';
import type { ExitReason } from '../../domain/drips/drip.js';

/** A contact on the way through a version of a drip. */
@Entity({ schema: 'engagement', name: 'enrolments' })
export class EnrolmentRow extends TenantRow {
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid') campaignId!: string;
  @Column('uuid') contactId!: string;
  /** What happened, and to what, where that brought the contact in: `order_paid:<id of the order>`. It does so once. */
  @Column('text', { nullable: true }) enteredBy!: string | null;
  /** Where whoever left a checkout goes on, until the enrolment ends. */
  @Column('text', { nullable: true }) checkoutLink!: string | null;
  @Column('integer') version!: number;
  @Column('text') state!: 'active' | 'completed' | 'exited';
  @Column('text', { nullable: true }) exitReason!: ExitReason | null;
  /** Steps of the version that were dealt with. */
  @Column('integer') done!: number;
  /** When the next step is due; null once it has ended. */
  @IsoTime({ nullable: true, precision: 3 }) dueAt!: string | null;
  /** The drip is paused, and was when the step came to be due. */
  @Column('boolean') held!: boolean;
  @IsoTime() enrolledAt!: string;
  @IsoTime({ nullable: true }) endedAt!: string | null;
}

export type Enrolment = Read<EnrolmentRow>;
