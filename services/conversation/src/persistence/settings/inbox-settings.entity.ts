import { Column, Entity, PrimaryColumn } from 'typeorm';
import { TenantRow } from '#database';

/** How an inbox is worked on; an inbox without a row has the defaults. */
@Entity({ schema: 'conversation', name: 'inbox_settings' })
export class InboxSettingsRow extends TenantRow {
  @PrimaryColumn('uuid') outletId!: string;
  /** Who gets a conversation that waits for a person. */
  @Column('text') assignment!: 'manual' | 'round_robin' | 'least_busy';
  /** Whose people those are; everybody who may write where it is null. */
  @Column('uuid', { nullable: true }) teamId!: string | null;
  /** Open conversations that an agent is given at most. */
  @Column('integer') mostPerAgent!: number;
  /** Seconds in which a person is to answer; null promises nothing. */
  @Column('integer', { nullable: true }) firstResponseSeconds!: number | null;
  @Column('integer', { nullable: true }) nextResponseSeconds!: number | null;
  @Column('uuid', { nullable: true }) escalationTeamId!: string | null;
  /** What the customer is told; null says nothing. */
  @Column('text', { nullable: true }) escalationMessage!: string | null;
  @Column('text', { nullable: true }) awayMessage!: string | null;
  /** The bot answers in groups too. */
  @Column('boolean') botInGroups!: boolean;
  @Column('integer') version!: number;
}
