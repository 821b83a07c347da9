import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '#database';
import type { Actor } from '#service-kit';
import { v7 } from 'uuid';
import type { Team } from '../../domain/collaboration/team.js';
import { TeamsRepository } from '../../persistence/collaboration/teams.repository.js';
import { MembersRepository } from '../../persistence/collaboration/members.repository.js';
import { Audit } from '../audit/audit.step.js';
import { orTaken, requireRoom } from './limits.js';
import { requireMembers } from './require-members.step.js';

const MAX_TEAMS = 200;

@Injectable()
export class CreateTeamHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly teams: TeamsRepository,
    private readonly members: MembersRepository,
    private readonly audit: Audit,
  ) {}

  /** @throws {Problem} name_taken, too_many, member_not_possible */
  async execute(tenantId: string, given: Omit<Team, 'id'>, by: Actor): Promise<Team> {
    const created = { id: v7(), ...given };
    const create = this.database.forTenant(tenantId, async (tx) => {
      await requireMembers(tx, this.members, given.memberIds);
      requireRoom(await this.teams.count(tx), MAX_TEAMS, 'teams');
      await this.teams.insert(tx, created);
      this.audit.append(tx, by, 'created', { type: 'team', id: created.id }, null, created);
    });
    await orTaken(create, 'teams_name', 'name', 'team');
    return created;
  }
}
