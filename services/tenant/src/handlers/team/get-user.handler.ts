import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '#database';
import { Problem, type Identity } from '#service-kit';
import { asSeenBy, type MemberView } from '../../domain/team/team.js';
import { UsersRepository, type Account, type Member } from '../../persistence/directory/users.repository.js';

@Injectable()
export class GetUserHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly users: UsersRepository,
  ) {}

  /** A member of the caller's tenant; any account for a superadmin without one. */
  async execute(caller: Identity, userId: string): Promise<MemberView<Member> | Account> {
    const { tenantId } = caller;
    const user = await this.database.forSystem<Member | Account | undefined>((tx) =>
      tenantId ? this.users.findMember(tx, tenantId, userId) : this.users.findAccount(tx, userId),
    );
    if (!user) throw Problem.notFound('user');
    return 'twoFactor' in user ? asSeenBy(caller, user) : user;
  }
}
