import { Column, Entity, PrimaryColumn } from 'typeorm';
import { IsoTime, TenantRow } from '#database';

/** A unit of a meter that is promised and neither used nor returned. */
@Entity({ schema: 'billing', name: 'reservations' })
export class ReservationRow extends TenantRow {
  @PrimaryColumn('text') meter!: string;
  /** Of what is made: a message, or a request that is answered. */
  @PrimaryColumn('uuid') key!: string;
  @Column('date') periodStart!: string;
  /** Of the deposit; null where the plan's own room was left. */
  @Column('text', { nullable: true }) currency!: string | null;
  @Column('bigint') amountMinor!: number;
  /** The day (UTC) whose spending it is part of; null of those before there were caps. */
  @Column('date', { nullable: true }) reservedOn!: string | null;
  @IsoTime() expiresAt!: string;
}
