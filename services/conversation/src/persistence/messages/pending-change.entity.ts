import { Column, Entity, PrimaryColumn } from 'typeorm';
import { IsoTime, TenantRow } from '#database';

/** An edit or a revocation that came before its message; applied and removed when the message appears. */
@Entity({ schema: 'conversation', name: 'pending_changes' })
export class PendingChangeRow extends TenantRow {
  @PrimaryColumn('uuid') eventId!: string;
  @Column('text') phoneNumberId!: string;
  @Column('text') targetWamid!: string;
  @Column('text') kind!: 'edit' | 'revoke';
  @Column('text') wamid!: string;
  /** What the message is to say; of a revocation empty. */
  @Column('text') text!: string;
  @IsoTime({ precision: 3 }) at!: string;
  /** Whose it is: nothing else says so before its message is there. */
  @Column('text', { nullable: true }) phone!: string | null;
  @Column('text', { nullable: true }) userId!: string | null;
  @IsoTime() createdAt!: string;
}
