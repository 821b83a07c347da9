import { Column, Entity, PrimaryColumn } from 'typeorm';
import { IsoTime, TenantRow, type Read } from '#database';

/** When an endpoint is to be looked at next, and how it does. One row for each, apart from its settings because it changes all the time. */
@Entity({ schema: 'outgoing_webhooks', name: 'queues' })
export class QueueRow extends TenantRow {
  @PrimaryColumn('uuid') endpointId!: string;
  /** Not later than the first of its lanes; `infinity` where none waits. */
  @IsoTime() dueAt!: string;
  /** Of an endpoint that is switched off. */
  @Column('boolean') paused!: boolean;
  /** Since when nothing has succeeded. */
  @IsoTime({ nullable: true }) failingSince!: string | null;
  @IsoTime({ nullable: true }) lastSuccessAt!: string | null;
  @IsoTime({ nullable: true }) lastFailureAt!: string | null;
  @Column('integer', { nullable: true }) lastStatusCode!: number | null;
  /** It is back, and lanes that wait for their next attempt are still to be brought forward. */
  @Column('boolean') catchingUp!: boolean;
}

export type Queue = Read<QueueRow>;
