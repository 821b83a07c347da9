import { Column, Entity, PrimaryColumn } from 'typeorm';
import { IsoTime, TenantRow } from '#database';

/** A conversation, or a contact, with deliveries that wait at an endpoint. One delivery of a lane is under way at a time. */
@Entity({ schema: 'outgoing_webhooks', name: 'lanes' })
export class LaneRow extends TenantRow {
  @PrimaryColumn('uuid') endpointId!: string;
  @PrimaryColumn('uuid') lane!: string;
  /** When its first delivery may be attempted; of a claimed one, when somebody else may claim it. */
  @IsoTime() dueAt!: string;
  /** Whether the receiver asked for the pause: then it ends no sooner. */
  @Column('boolean') held!: boolean;
  /** Of the process that has it in hand. */
  @Column('uuid', { nullable: true }) claim!: string | null;
}
