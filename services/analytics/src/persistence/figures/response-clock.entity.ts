import { Column, Entity, PrimaryColumn } from 'typeorm';
import { IsoTime, TenantRow } from '#database';

/** Since when a customer waits for an answer, one row a conversation. */
@Entity({ schema: 'analytics', name: 'response_clocks' })
export class ResponseClockRow extends TenantRow {
  @PrimaryColumn('uuid') conversationId!: string;
  @IsoTime({ nullable: true }) waitingSince!: string | null;
  @Column('integer', { nullable: true }) waitingSeq!: number | null;
  @Column('integer') answeredSeq!: number;
}
