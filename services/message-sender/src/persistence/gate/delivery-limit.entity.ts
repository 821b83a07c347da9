import { Entity, PrimaryColumn } from 'typeorm';
import { IsoTime, TenantRow } from '#database';

/** What WhatsApp has said that it will not deliver for now. */
@Entity({ schema: 'message_sender', name: 'delivery_limits' })
export class DeliveryLimitRow extends TenantRow {
  @PrimaryColumn('text') kind!: 'marketing_cap' | 'country';
  @PrimaryColumn('text') key!: string;
  @IsoTime() until!: string;
}
