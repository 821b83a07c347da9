import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '#database';
import { Problem } from '#service-kit';
import { deviceOf } from '../../domain/auth/agent.js';
import type { Actor } from '../../domain/audit/audit.js';
import { AccessCutsRepository } from '../../persistence/auth/access-cuts.repository.js';
import { RefreshTokensRepository } from '../../persistence/auth/refresh-tokens.repository.js';
import { SessionsRepository } from '../../persistence/auth/sessions.repository.js';
import { UsersRepository } from '../../persistence/directory/users.repository.js';
import { AuditTrail } from '../audit/audit-trail.step.js';
import { EndAccess } from './end-access.step.js';

export interface OwnSession {
  id: string;
  /** Whether it is the one that asks. */
  current: boolean;
  browser: string | null;
  system: string | null;
  address: string | null;
  startedAt: string;
  lastUsedAt: string;
}

/** A person's sign-ins: to see them, to end one, to end all others. */
@Injectable()
export class OwnSessionsHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly users: UsersRepository,
    private readonly sessions: SessionsRepository,
    private readonly refreshTokens: RefreshTokensRepository,
    private readonly cuts: AccessCutsRepository,
    private readonly endAccess: EndAccess,
    private readonly audit: AuditTrail,
  ) {}

  /** @param current the sign-in that asks @returns those that go on, the last used first */
  async list(userId: string, current: string | undefined): Promise<OwnSession[]> {
    const rows = await this.database.forSystem((tx) => this.sessions.listOf(tx, userId));
    return rows.map(({ id, agent, address, beganAt, lastUsedAt }) => ({
      id,
      current: id === current,
      ...deviceOf(agent),
      address,
      startedAt: beganAt,
      lastUsedAt,
    }));
  }

  /** Ends one, its access tokens included. @throws {Problem} not_found for one that has ended or is somebody else's */
  async end(userId: string, id: string, by: Actor): Promise<void> {
    await this.database.forSystem(async (tx) => {
      await this.users.lock(tx, userId);
      if (!(await this.refreshTokens.revokeFamily(tx, userId, id))) throw Problem.notFound('session');
      await this.cuts.cutSession(tx, id);
      await this.audit.recordOfUser(tx, by, userId, { action: 'user.session_ended', before: { session: id }, after: null });
    });
  }

  /** Ends all others, and open links for a new password. @param current without one, all end */
  async endOthers(userId: string, current: string | undefined, by: Actor): Promise<void> {
    await this.database.forSystem(async (tx) => {
      await this.users.lock(tx, userId);
      await this.endAccess.execute(tx, userId, current);
      await this.audit.recordOfUser(tx, by, userId, { action: 'user.signed_out_elsewhere', before: null, after: null });
    });
  }
}
