import { Column, Entity, PrimaryColumn } from 'typeorm';
import { IsoTime } from '#database';

/** A mail to send. Links in it are secrets: it is sealed, and goes once it is sent. */
@Entity({ schema: 'tenant', name: 'mails' })
export class MailRow {
  @PrimaryColumn('uuid') id!: string;
  @Column('text') kind!: string;
  @Column('text') sealed!: string;
  @Column('integer') attempts!: number;
  @IsoTime() dueAt!: string;
  @IsoTime({ nullable: true }) sentAt!: string | null;
  @IsoTime({ nullable: true }) givenUpAt!: string | null;
  @IsoTime() createdAt!: string;
}
