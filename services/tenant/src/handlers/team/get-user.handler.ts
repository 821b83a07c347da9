import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '#database';
import { Problem } from '#service-kit';
import { UsersRepository, type Account, type Member } from '../../persistence/directory/users.repository.js';

@Injectable()
export class GetUserHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly users: UsersRepository,
  ) {}

  /** @param tenantId undefined for any account (superadmins) */
  async execute(tenantId: string | undefined, userId: string): Promise<Member | Account> {
    const user = await this.database.forSystem<Member | Account | undefined>((tx) =>
      tenantId ? this.users.findMember(tx, tenantId, userId) : this.users.findAccount(tx, userId),
    );
    if (!user) throw Problem.notFound('user');
    return user;
  }
}
