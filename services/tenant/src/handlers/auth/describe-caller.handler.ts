import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '#database';
import { Problem } from '#service-kit';
import { UsersRepository, type Membership } from '../../persistence/directory/users.repository.js';

export interface CallerView {
  id: string;
  email: string;
  name: string;
  superadmin: boolean;
  firebaseLinked: boolean;
  emailConfirmed: boolean;
  twoFactor: boolean;
  tenants: Membership[];
}

@Injectable()
export class DescribeCallerHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly users: UsersRepository,
  ) {}

  async execute(userId: string): Promise<CallerView> {
    return this.database.forSystem(async (tx) => {
      const user = await this.users.find(tx, userId);
      if (!user) throw Problem.notFound('user');
      const tenants = await this.users.memberships(tx, user.id);
      const { id, email, name, superadmin, emailConfirmed, twoFactor } = user;
      return { id, email, name, superadmin, firebaseLinked: user.firebaseUid !== null, emailConfirmed, twoFactor, tenants };
    });
  }
}
