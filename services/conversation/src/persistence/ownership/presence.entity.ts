import { Column, Entity, PrimaryColumn } from 'typeorm';
import { IsoTime, TenantRow } from '#database';

/** Whether a person is there, told by the gateways. */
@Entity({ schema: 'conversation', name: 'presence' })
export class PresenceRow extends TenantRow {
  @PrimaryColumn('uuid') userId!: string;
  /** What the person has set: away is connected, and gets nothing new. */
  @Column('text') availability!: 'online' | 'away';
  @IsoTime({ precision: 3 }) seenAt!: string;
  /** Round robin: the one who has waited longest is next. */
  @IsoTime({ precision: 3, nullable: true }) assignedAt!: string | null;
}
