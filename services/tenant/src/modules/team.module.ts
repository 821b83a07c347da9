import { Module } from '@nestjs/common';
import { TeamController } from '../entrypoints/team/team.controller.js';
import { UsersController } from '../entrypoints/team/users.controller.js';
import { AddUserHandler } from '../handlers/team/add-user.handler.js';
import { ChangeMemberHandler } from '../handlers/team/change-member.handler.js';
import { GetUserHandler } from '../handlers/team/get-user.handler.js';
import { ListUsersHandler } from '../handlers/team/list-users.handler.js';
import { ResetTwoFactorHandler } from '../handlers/team/reset-two-factor.handler.js';
import { AuditModule } from './audit.module.js';
import { AuthModule } from './auth.module.js';
import { DirectoryModule } from './directory.module.js';
import { InvitationsModule } from './invitations.module.js';
import { MailModule } from './mail.module.js';

@Module({
  imports: [AuditModule, AuthModule, DirectoryModule, InvitationsModule, MailModule],
  controllers: [TeamController, UsersController],
  providers: [AddUserHandler, ChangeMemberHandler, GetUserHandler, ListUsersHandler, ResetTwoFactorHandler],
})
export class TeamModule {}
