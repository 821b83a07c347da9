import { Injectable } from '@nestjs/common';
import { foreignKeyViolation, TenantDatabase, type Transaction } from '#database';
import { Problem, type Actor } from '#service-kit';
import { v7 } from 'uuid';
import type { Team } from '../../domain/collaboration/team.js';
import { MembersRepository } from '../../persistence/collaboration/members.repository.js';
import { TeamRow } from '../../persistence/collaboration/team.entity.js';
import { TeamsRepository } from '../../persistence/collaboration/teams.repository.js';
import { Audit } from '../audit/audit.step.js';
import { orTaken, requireRoom } from './limits.js';
import { requireMembers } from './require-members.step.js';

const MAX_TEAMS = 200;
/** Closed conversations that let go of a team in one transaction. */
const AT_ONCE = 1_000;

/** The teams of a tenant and who is in them. */
@Injectable()
export class TeamsHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly teams: TeamsRepository,
    private readonly members: MembersRepository,
    private readonly audit: Audit,
  ) {}

  /** All of them: there are 200 at most. */
  async list(tenantId: string): Promise<Team[]> {
    return this.database.forTenant(tenantId, (tx) => this.teams.list(tx));
  }

  /** @throws {Problem} name_taken, too_many, member_not_possible */
  async create(tenantId: string, given: Omit<Team, 'id'>, by: Actor): Promise<Team> {
    const created = { id: v7(), ...given };
    const create = this.database.forTenant(tenantId, async (tx) => {
      await requireMembers(tx, this.members, given.memberIds);
      requireRoom(await tx.rows(TeamRow).count(), MAX_TEAMS, 'teams');
      await tx.rows(TeamRow).insert({ id: created.id, name: created.name });
      await this.teams.putMembers(tx, created);
      this.audit.append(tx, by, 'created', { type: 'team', id: created.id }, null, created);
    });
    await orTaken(create, 'teams_name', 'name', 'team');
    return created;
  }

  /** @throws {Problem} not_found, name_taken, member_not_possible */
  async change(tenantId: string, given: Team, by: Actor): Promise<Team> {
    const change = this.database.forTenant(tenantId, async (tx) => {
      await requireMembers(tx, this.members, given.memberIds);
      const before = await this.#lock(tx, given.id);
      await tx.rows(TeamRow).change(given.id, { name: given.name });
      await this.teams.putMembers(tx, given);
      this.audit.append(tx, by, 'changed', { type: 'team', id: given.id }, before, { ...given, memberIds: [...given.memberIds].sort() });
    });
    await orTaken(change, 'teams_name', 'name', 'team');
    return given;
  }

  /** @throws {Problem} not_found, team_in_use */
  async delete(tenantId: string, id: string, by: Actor): Promise<void> {
    const release = (): Promise<number> => this.database.forTenant(tenantId, (tx) => this.teams.releaseClosed(tx, id, AT_ONCE));
    while ((await release()) === AT_ONCE);
    const work = this.database.forTenant(tenantId, async (tx) => {
      await this.teams.releaseClosed(tx, id, AT_ONCE);
      const before = await this.#lock(tx, id);
      await tx.rows(TeamRow).delete(id);
      this.audit.append(tx, by, 'deleted', { type: 'team', id }, before, null);
    });
    await work.catch((error: unknown) => {
      if (!foreignKeyViolation(error)) throw error;
      throw new Problem(409, 'team_in_use', 'Open conversations or inbox settings still use this team. Give them another team first.');
    });
  }

  /** @throws {Problem} not_found */
  async #lock(tx: Transaction, id: string): Promise<Team> {
    const row = await tx.rows(TeamRow).lock(id);
    if (!row) throw Problem.notFound('team');
    // A statement of its own, so that it sees the members that whoever had the lock has left.
    return { id, name: row.name, memberIds: await this.teams.membersOf(tx, id) };
  }
}
