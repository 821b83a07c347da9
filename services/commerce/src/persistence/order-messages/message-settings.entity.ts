import { Column, Entity } from 'typeorm';
import { TenantRow } from '#database';
import type { TypeSettings } from '../../domain/order-messages/types.js';

/** What a company wants to have told. What is not here is as the type has it. */
@Entity({ schema: 'commerce', name: 'message_settings' })
export class MessageSettingsRow extends TenantRow {
  /** From which messages leave; null for the first that may send. */
  @Column('uuid', { nullable: true }) outletId!: string | null;
  /** After so many hours without an answer an order that is to be confirmed is cancelled; null: never. */
  @Column('integer', { nullable: true }) confirmHours!: number | null;
  @Column('jsonb') types!: TypeSettings;
}
