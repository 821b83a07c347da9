import { Column, Entity, PrimaryColumn } from 'typeorm';
import { IsoTime } from '#database';

/** Events that a consumer gave up, of any producer. An event too broken to read has no tenant, and its digest for an id. */
@Entity({ schema: 'gateway', name: 'dead_letters' })
export class DeadLetterRow {
  @PrimaryColumn('text') consumer!: string;
  @PrimaryColumn('text') eventId!: string;
  @Column('uuid', { nullable: true }) tenantId!: string | null;
  @Column('text') code!: string;
  @Column('text') detail!: string;
  @Column('text') envelope!: string;
  @Column('integer') deaths!: number;
  @IsoTime() firstAt!: string;
  @IsoTime() lastAt!: string;
  @Column('uuid') id!: string;
  @Column('text', { nullable: true }) subject!: string | null;
  @Column('boolean') ofItem!: boolean;
  @IsoTime({ nullable: true }) replayedAt!: string | null;
}
