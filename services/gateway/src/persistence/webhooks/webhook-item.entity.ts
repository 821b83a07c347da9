import { Column, Entity, PrimaryColumn } from 'typeorm';
import { IsoTime } from '#database';

/** A piece of a webhook body and what became of it; its id is that of its event. The piece itself stays in the journal. */
@Entity({ schema: 'gateway', name: 'webhook_items' })
export class WebhookItemRow {
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid') journalId!: string;
  @Column('integer') index!: number;
  @Column('text') kind!: 'message' | 'status' | 'account' | 'body';
  @Column('uuid', { nullable: true }) tenantId!: string | null;
  @Column('text', { nullable: true }) phoneNumberId!: string | null;
  @Column('text') outcome!: 'pending' | 'processed' | 'parked' | 'dead';
  @Column('text', { nullable: true }) code!: string | null;
  @Column('text', { nullable: true }) detail!: string | null;
  @IsoTime() createdAt!: string;
  @IsoTime({ nullable: true }) settledAt!: string | null;
}
