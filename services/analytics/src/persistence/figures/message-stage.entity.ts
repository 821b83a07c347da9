import { Entity, PrimaryColumn } from 'typeorm';
import { IsoTime, TenantRow } from '#database';

/** A stage of delivery that a message was counted in: statuses skip stages and repeat. */
@Entity({ schema: 'analytics', name: 'message_stages' })
export class MessageStageRow extends TenantRow {
  @PrimaryColumn('uuid') messageId!: string;
  @PrimaryColumn('text') stage!: string;
  /** WhatsApp reports for 30 days, and a dead letter can be replayed for 90: until then a message is known again, and no longer. */
  @IsoTime() countedAt!: string;
}
