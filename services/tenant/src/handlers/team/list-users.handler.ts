import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '#database';
import { toPage, type Identity, type Page } from '#service-kit';
import { asSeenBy, type MemberView } from '../../domain/team/team.js';
import { UsersRepository, type Account, type Member, type MemberFilter } from '../../persistence/directory/users.repository.js';

@Injectable()
export class ListUsersHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly users: UsersRepository,
  ) {}

  async execute(
    tenantId: string,
    caller: Identity,
    filter: MemberFilter,
    after: string | undefined,
    limit: number,
  ): Promise<Page<MemberView<Member>>> {
    const rows = await this.database.forSystem((tx) => this.users.membersPage(tx, tenantId, filter, after, limit + 1));
    return toPage(
      rows.map((member) => asSeenBy(caller, member)),
      limit,
      (member) => [member.id],
    );
  }

  /** All accounts of the installation, for superadmins. */
  async accounts(search: string | undefined, after: string | undefined, limit: number): Promise<Page<Account>> {
    const rows = await this.database.forSystem((tx) => this.users.accountsPage(tx, search, after, limit + 1));
    return toPage(rows, limit, (account) => [account.id]);
  }
}
