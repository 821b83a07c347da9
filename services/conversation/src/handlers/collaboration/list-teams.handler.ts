import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '#database';
import type { Team } from '../../domain/collaboration/team.js';
import { TeamsRepository } from '../../persistence/collaboration/teams.repository.js';

@Injectable()
export class ListTeamsHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly teams: TeamsRepository,
  ) {}

  /** All of them: there are 200 at most. */
  async execute(tenantId: string): Promise<Team[]> {
    return this.database.forTenant(tenantId, (tx) => this.teams.list(tx));
  }
}
