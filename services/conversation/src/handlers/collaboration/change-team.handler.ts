import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '#database';
import { Problem, type Actor } from '#service-kit';
import type { Team } from '../../domain/collaboration/team.js';
import { TeamsRepository } from '../../persistence/collaboration/teams.repository.js';
import { MembersRepository } from '../../persistence/collaboration/members.repository.js';
import { Audit } from '../audit/audit.step.js';
import { orTaken } from './limits.js';
import { requireMembers } from './require-members.step.js';

@Injectable()
export class ChangeTeamHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly teams: TeamsRepository,
    private readonly members: MembersRepository,
    private readonly audit: Audit,
  ) {}

  /** @throws {Problem} not_found, name_taken, member_not_possible */
  async execute(tenantId: string, given: Team, by: Actor): Promise<Team> {
    const change = this.database.forTenant(tenantId, async (tx) => {
      await requireMembers(tx, this.members, given.memberIds);
      const before = await this.teams.lock(tx, given.id);
      if (!before) throw Problem.notFound('team');
      await this.teams.update(tx, given);
      this.audit.append(tx, by, 'changed', { type: 'team', id: given.id }, before, { ...given, memberIds: [...given.memberIds].sort() });
    });
    await orTaken(change, 'teams_name', 'name', 'team');
    return given;
  }
}
