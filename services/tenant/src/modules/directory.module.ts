import { Module } from '@nestjs/common';
import { TenantsRepository } from '../persistence/directory/tenants.repository.js';
import { UsersRepository } from '../persistence/directory/users.repository.js';

/** The rows of tenants, people and memberships, which every other feature reads. */
@Module({
  providers: [TenantsRepository, UsersRepository],
  exports: [TenantsRepository, UsersRepository],
})
export class DirectoryModule {}
