import { Column, Entity, PrimaryColumn } from 'typeorm';
import { IsoTime, TenantRow } from '#database';
import type { StepOutcome } from '../../domain/drips/drip.js';

/** What became of a step for one contact: once. */
@Entity({ schema: 'engagement', name: 'enrolment_steps' })
export class EnrolmentStepRow extends TenantRow {
  @PrimaryColumn('uuid') enrolmentId!: string;
  @PrimaryColumn('integer') stepNumber!: number;
  @Column('text') outcome!: StepOutcome;
  @Column('text', { nullable: true }) reason!: string | null;
  @Column('uuid', { nullable: true }) messageId!: string | null;
  /** The day of the contact on which it counts as a promotion. */
  @Column('date', { nullable: true }) capDay!: string | null;
  @IsoTime() at!: string;
}
