import { Column, Entity, PrimaryColumn } from 'typeorm';
import { TenantRow } from '#database';

/** A price of a message that was counted: WhatsApp repeats it on later statuses. */
@Entity({ schema: 'billing', name: 'priced_messages' })
export class PricedMessageRow extends TenantRow {
  @PrimaryColumn('uuid') messageId!: string;
  @PrimaryColumn('text') category!: string;
  @PrimaryColumn('text') type!: string;
  @Column('date') day!: string;
}
