import { Column, Entity, PrimaryColumn } from 'typeorm';
import { IsoTime, TenantRow } from '#database';

/** Something that happened in an inbox, in one order without gaps. It refers to rows and holds no text. */
@Entity({ schema: 'conversation', name: 'inbox_log' })
export class InboxLogEntryRow extends TenantRow {
  @PrimaryColumn('uuid') outletId!: string;
  @PrimaryColumn('bigint') seq!: number;
  @Column('uuid') conversationId!: string;
  @Column('text') kind!: 'message' | 'status' | 'conversation' | 'merged' | 'note' | 'contact';
  /** The message, note or contact that it is about; of 'merged' the conversation that took this one in. */
  @Column('uuid', { nullable: true }) refId!: string | null;
  @IsoTime({ primary: true }) createdAt!: string;
}
