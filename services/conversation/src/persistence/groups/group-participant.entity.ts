import { Column, Entity, PrimaryColumn } from 'typeorm';
import { IsoTime, TenantRow } from '#database';

/** A customer who writes in a group, or is known to be in it. */
@Entity({ schema: 'conversation', name: 'group_participants' })
export class GroupParticipantRow extends TenantRow {
  /** The group, by its row of contacts. */
  @PrimaryColumn('uuid') groupId!: string;
  @PrimaryColumn('uuid') contactId!: string;
  @Column('boolean') isMember!: boolean;
  @IsoTime({ precision: 3 }) changedAt!: string;
}
