import { Entity, PrimaryColumn } from 'typeorm';
import { IsoTime, TenantRow } from '#database';

/** Until when the calls that managed an account are paid back. */
@Entity({ schema: 'message_sender', name: 'management_calls' })
export class ManagementCallRow extends TenantRow {
  @PrimaryColumn('text') wabaId!: string;
  @IsoTime() spentUntil!: string;
}
