import { Entity, PrimaryColumn } from 'typeorm';
import { TenantRow } from '#database';

/** A person in a team. */
@Entity({ schema: 'conversation', name: 'team_members' })
export class TeamMemberRow extends TenantRow {
  @PrimaryColumn('uuid') teamId!: string;
  @PrimaryColumn('uuid') userId!: string;
}
