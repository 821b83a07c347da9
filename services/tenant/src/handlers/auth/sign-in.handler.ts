import { Injectable } from '@nestjs/common';
import { v7 } from 'uuid';
import { TenantDatabase } from '#database';
import { Problem } from '#service-kit';
import type { Actor } from '../../domain/audit/audit.js';
import { UsersRepository, type User } from '../../persistence/directory/users.repository.js';
import { IssueSession, type Session } from './issue-session.step.js';
import { Passwords } from './passwords.step.js';
import { SignInThrottle } from './sign-in-throttle.state.js';

@Injectable()
export class SignInHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly users: UsersRepository,
    private readonly passwords: Passwords,
    private readonly throttle: SignInThrottle,
    private readonly issueSession: IssueSession,
  ) {}

  /** @throws {Problem} too_many_attempts; invalid_credentials, the same for a wrong password and for an address that nobody has */
  async execute(email: string, password: string, by: Actor): Promise<Session> {
    const user = await this.verify(email, password, by);
    if (!user) throw wrong();
    return this.database.forSystem(async (tx) => {
      const present = await this.users.lock(tx, user.id);
      // The password changed while the old one was being checked: a session that begins now would outlive the change.
      if (present?.passwordHash !== user.passwordHash) throw wrong();
      return this.issueSession.execute(tx, user, v7(), by);
    });
  }

  /** @returns undefined where address and password do not belong together @throws {Problem} too_many_attempts */
  async verify(email: string, password: string, by: Actor): Promise<User | undefined> {
    return this.throttle.guard({ email, address: by.address }, async () => {
      const user = await this.database.forSystem((tx) => this.users.findByEmail(tx, email.toLowerCase()));
      return (await this.passwords.matches(user?.passwordHash ?? undefined, password)) ? user : undefined;
    });
  }
}

const wrong = (): Problem => new Problem(401, 'invalid_credentials', 'The e-mail address or the password is wrong.');
