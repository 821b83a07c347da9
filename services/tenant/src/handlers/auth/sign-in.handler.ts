import { Injectable } from '@nestjs/common';
import { v7 } from 'uuid';
import { TenantDatabase } from '#database';
import { Problem } from '#service-kit';
import { UsersRepository } from '../../persistence/users.repository.js';
import { IssueSession, type Session } from './issue-session.js';
import { Passwords } from './passwords.js';

@Injectable()
export class SignInHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly users: UsersRepository,
    private readonly passwords: Passwords,
    private readonly issueSession: IssueSession,
  ) {}

  /** @throws {Problem} invalid_credentials, the same for a wrong password and for an address that nobody has */
  async execute(email: string, password: string): Promise<Session> {
    const user = await this.database.forSystem((tx) => this.users.findByEmail(tx, email.toLowerCase()));
    const matches = await this.passwords.matches(user?.passwordHash, password);
    if (!user || !matches) throw new Problem(401, 'invalid_credentials', 'The e-mail address or the password is not right.');
    return this.database.forSystem((tx) => this.issueSession.execute(tx, user, v7()));
  }
}
