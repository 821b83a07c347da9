import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '#database';
import { Problem } from '#service-kit';
import type { Team } from '../../domain/collaboration/team.js';
import { TeamsRepository } from '../../persistence/collaboration/teams.repository.js';
import { MembersRepository } from '../../persistence/members.repository.js';
import { orTaken } from './limits.js';
import { requireMembers } from './require-members.js';

@Injectable()
export class ChangeTeamHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly teams: TeamsRepository,
    private readonly members: MembersRepository,
  ) {}

  /** @throws {Problem} not_found, name_taken, member_not_possible */
  async execute(tenantId: string, given: Team): Promise<Team> {
    const change = this.database.forTenant(tenantId, async (tx) => {
      await requireMembers(this.members, tx, given.memberIds);
      if (!(await this.teams.update(tx, given))) throw Problem.notFound('team');
    });
    await orTaken(change, 'teams_name', 'name', 'team');
    return given;
  }
}
