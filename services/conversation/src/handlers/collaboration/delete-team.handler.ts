import { Injectable } from '@nestjs/common';
import { foreignKeyViolation, TenantDatabase } from '#database';
import { Problem } from '#service-kit';
import { TeamsRepository } from '../../persistence/collaboration/teams.repository.js';

@Injectable()
export class DeleteTeamHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly teams: TeamsRepository,
  ) {}

  /** @throws {Problem} not_found, team_in_use */
  async execute(tenantId: string, id: string): Promise<void> {
    const work = this.database.forTenant(tenantId, async (tx) => {
      await this.teams.releaseClosed(tx, id);
      return this.teams.delete(tx, id);
    });
    const isGone = await work.catch((error: unknown) => {
      if (!foreignKeyViolation(error)) throw error;
      throw new Problem(
        409,
        'team_in_use',
        'Conversations that are not closed, or the settings of an inbox, name this team; give them another first.',
      );
    });
    if (!isGone) throw Problem.notFound('team');
  }
}
