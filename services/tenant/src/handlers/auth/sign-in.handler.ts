import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '#database';
import { Problem } from '#service-kit';
import { normalAddress } from '../../domain/auth/typed.js';
import type { Actor } from '../../domain/audit/audit.js';
import { UsersRepository, type User } from '../../persistence/directory/users.repository.js';
import { IssueSession, type Session } from './issue-session.step.js';
import { Passwords } from './passwords.step.js';
import { ProveSecondFactorHandler } from './prove-second-factor.handler.js';
import { SignInThrottle } from './sign-in-throttle.state.js';

@Injectable()
export class SignInHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly users: UsersRepository,
    private readonly passwords: Passwords,
    private readonly throttle: SignInThrottle,
    private readonly proveFactor: ProveSecondFactorHandler,
    private readonly issueSession: IssueSession,
  ) {}

  /**
   * @param code of whoever has a second factor; nobody else’s is looked at
   * @throws {Problem} too_many_attempts; invalid_credentials, the same for a wrong password and for an address that nobody has; once the
   * password is right, two_factor_needed and wrong_code
   */
  async execute(email: string, password: string, code: string | undefined, by: Actor): Promise<Session> {
    const user = await this.verify(email, password, by);
    if (!user) throw wrong();
    const proof = await this.proveFactor.execute(user, code, by);
    return this.database.forSystem(async (tx) => {
      const present = await this.users.lock(tx, user.id);
      // The password changed while the old one was being checked: a session that begins now would outlive the change.
      if (present?.passwordHash !== user.passwordHash) throw wrong();
      return this.issueSession.begin(tx, user, proof, by);
    });
  }

  /** @returns undefined where address and password do not belong together @throws {Problem} too_many_attempts */
  async verify(email: string, password: string, by: Actor): Promise<User | undefined> {
    return this.throttle.guard({ email, address: by.address }, async () => {
      const user = await this.database.forSystem((tx) => this.users.findByEmail(tx, normalAddress(email)));
      const matches = await this.passwords.matches(user?.passwordHash ?? undefined, password);
      if (!user || matches === 'no') return undefined;
      return matches === 'older' ? this.#hashAnew(user, password) : user;
    });
  }

  /** From now on the password is taken from every keyboard. Who has set another one meanwhile keeps that. */
  async #hashAnew(user: User, password: string): Promise<User> {
    const passwordHash = await this.passwords.hash(password);
    const done = await this.database.forSystem((tx) => this.users.replacePassword(tx, user.id, user.passwordHash!, passwordHash));
    return done ? { ...user, passwordHash } : user;
  }
}

const wrong = (): Problem => new Problem(401, 'invalid_credentials', 'The e-mail address or the password is wrong.');
