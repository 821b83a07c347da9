import { Module } from '@nestjs/common';
import { JoiningController } from '../entrypoints/joining/joining.controller.js';
import { AcceptInvitationHandler } from '../handlers/joining/accept-invitation.handler.js';
import { PreviewInvitationHandler } from '../handlers/joining/preview-invitation.handler.js';
import { RegisterHandler } from '../handlers/joining/register.handler.js';
import { AuditModule } from './audit.module.js';
import { AuthModule } from './auth.module.js';
import { DirectoryModule } from './directory.module.js';
import { InvitationsModule } from './invitations.module.js';

/** The two ways in: to register a company, and to accept an invitation. Both end signed in. */
@Module({
  imports: [AuditModule, AuthModule, DirectoryModule, InvitationsModule],
  controllers: [JoiningController],
  providers: [RegisterHandler, PreviewInvitationHandler, AcceptInvitationHandler],
})
export class JoiningModule {}
