import { Injectable } from '@nestjs/common';
import { v7 } from 'uuid';
import { TenantDatabase } from '#database';
import { UsersRepository } from '../../persistence/users.repository.js';
import { Passwords } from './passwords.js';

@Injectable()
export class CreateFirstSuperadminHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly users: UsersRepository,
    private readonly passwords: Passwords,
  ) {}

  /** Does nothing where there is a superadmin. An account that has the address already becomes one and keeps its password. */
  async execute(email: string, password: string): Promise<void> {
    if (await this.database.forSystem((tx) => this.users.hasSuperadmin(tx))) return;
    const passwordHash = await this.passwords.hash(password);
    await this.database.forSystem(async (tx) => {
      const user = await this.users.insertOrFind(tx, {
        id: v7(),
        email: email.toLowerCase(),
        name: 'Superadmin',
        passwordHash,
        superadmin: true,
      });
      if (!user.superadmin) await this.users.makeSuperadmin(tx, user.id);
    });
  }
}
