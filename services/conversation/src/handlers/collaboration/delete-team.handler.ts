import { Injectable } from '@nestjs/common';
import { foreignKeyViolation, TenantDatabase } from '#database';
import { Problem, type Actor } from '#service-kit';
import { TeamsRepository } from '../../persistence/collaboration/teams.repository.js';
import { Audit } from '../audit/audit.step.js';

/** Closed conversations that let go of a team in one transaction. */
const AT_ONCE = 1_000;

@Injectable()
export class DeleteTeamHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly teams: TeamsRepository,
    private readonly audit: Audit,
  ) {}

  /** @throws {Problem} not_found, team_in_use */
  async execute(tenantId: string, id: string, by: Actor): Promise<void> {
    const release = (): Promise<number> => this.database.forTenant(tenantId, (tx) => this.teams.releaseClosed(tx, id, AT_ONCE));
    while ((await release()) === AT_ONCE);
    const work = this.database.forTenant(tenantId, async (tx) => {
      await this.teams.releaseClosed(tx, id, AT_ONCE);
      const before = await this.teams.lock(tx, id);
      if (!before) throw Problem.notFound('team');
      await this.teams.delete(tx, id);
      this.audit.append(tx, by, 'deleted', { type: 'team', id }, before, null);
    });
    await work.catch((error: unknown) => {
      if (!foreignKeyViolation(error)) throw error;
      throw new Problem(
        409,
        'team_in_use',
        'Conversations that are not closed, or the settings of an inbox, name this team; give them another first.',
      );
    });
  }
}
