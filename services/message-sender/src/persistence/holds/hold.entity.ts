import { Column, Entity, PrimaryColumn } from 'typeorm';
import { IsoTime, TenantRow } from '#database';

/** Why messages of an app, account, number or template do not leave. */
@Entity({ schema: 'message_sender', name: 'holds' })
export class HoldRow extends TenantRow {
  @PrimaryColumn('uuid') id!: string;
  @Column('text') scope!: 'app' | 'waba' | 'number' | 'template';
  @Column('text') key!: string;
  @Column('text') kind!: 'auth' | 'stop' | 'wait';
  @Column('text') code!: string;
  @Column('text') title!: string;
  @Column('text') advice!: string;
  /** Set for kind wait: when it ends. */
  @IsoTime({ nullable: true }) until!: string | null;
  /** Of kind auth: md5 of the sealed token that was refused; null where there was none. */
  @Column('text', { nullable: true }) credential!: string | null;
  /** Whether others were told of it by an event of its own. */
  @Column('boolean') isTold!: boolean;
  @IsoTime() createdAt!: string;
  @IsoTime({ nullable: true }) endedAt!: string | null;
}
