import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '#database';
import { toPage, type Page } from '#service-kit';
import { UsersRepository, type Member } from '../../persistence/users.repository.js';

@Injectable()
export class ListUsersHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly users: UsersRepository,
  ) {}

  async execute(tenantId: string, after: string | undefined, limit: number): Promise<Page<Member>> {
    const rows = await this.database.forSystem((tx) => this.users.membersPage(tx, tenantId, after, limit + 1));
    return toPage(rows, limit, (member) => [member.id]);
  }
}
