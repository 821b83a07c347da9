import { Column, Entity, PrimaryColumn } from 'typeorm';
import { IsoTime, TenantRow } from '#database';

/** What happened to a conversation beside its messages: a line in its thread. */
@Entity({ schema: 'conversation', name: 'activities' })
export class ActivityRow extends TenantRow {
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid') conversationId!: string;
  /** seq of the message before it; 0: before the first message. */
  @Column('integer') afterSeq!: number;
  @Column('text') kind!: string;
  @Column('text') author!: 'customer' | 'bot' | 'agent' | 'api' | 'system';
  @Column('text', { nullable: true }) actorId!: string | null;
  @Column('jsonb') detail!: unknown;
  /** Of what can be undone: the epoch that it led to, and what stood before. */
  @Column('integer', { nullable: true }) epoch!: number | null;
  @Column('jsonb', { nullable: true }) before!: unknown;
  @IsoTime({ name: 'created_at', precision: 3 }) at!: string;
}
