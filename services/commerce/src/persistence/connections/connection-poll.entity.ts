import { Column, Entity, PrimaryColumn } from 'typeorm';
import { IsoTime, TenantRow, type Read } from '#database';
import type { PollProblem } from '../../domain/connections/platforms.js';

/** Until when a shop's own orders have been looked at. */
@Entity({ schema: 'commerce', name: 'connection_polls' })
export class ConnectionPollRow extends TenantRow {
  @PrimaryColumn('uuid') connectionId!: string;
  /** All that the shop had changed until then, by its clock, is here. */
  @IsoTime({ precision: 3 }) until!: string;
  @IsoTime({ precision: 3 }) dueAt!: string;
  /** Since it last went well. */
  @Column('integer') failures!: number;
  @Column('text', { nullable: true }) problem!: PollProblem | null;
  /** When it was last tried. */
  @IsoTime({ precision: 3, nullable: true }) polledAt!: string | null;
}

export type ConnectionPoll = Read<ConnectionPollRow>;
