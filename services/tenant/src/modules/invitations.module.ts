import { Module } from '@nestjs/common';
import { CONFIG, KeyRing } from '#service-kit';
import type { Config } from '../config.js';
import { InvitationsController } from '../entrypoints/invitations/invitations.controller.js';
import { InvitationLinks } from '../handlers/invitations/invitation-links.step.js';
import { InviteUnasked } from '../handlers/invitations/invite-unasked.step.js';
import { InviteHandler } from '../handlers/invitations/invite.handler.js';
import { ListInvitationsHandler } from '../handlers/invitations/list-invitations.handler.js';
import { ResendInvitationHandler } from '../handlers/invitations/resend-invitation.handler.js';
import { RevokeInvitationHandler } from '../handlers/invitations/revoke-invitation.handler.js';
import { ShowInvitationLinkHandler } from '../handlers/invitations/show-invitation-link.handler.js';
import { InvitationsRepository } from '../persistence/invitations/invitations.repository.js';
import { AuditModule } from './audit.module.js';
import { DirectoryModule } from './directory.module.js';
import { IdempotencyModule } from './idempotency.module.js';
import { MailModule } from './mail.module.js';

/** Asking people to join a tenant. How they accept is {@link JoiningModule}'s. */
@Module({
  imports: [AuditModule, DirectoryModule, IdempotencyModule, MailModule],
  controllers: [InvitationsController],
  providers: [
    { provide: KeyRing, inject: [CONFIG], useFactory: (config: Config) => new KeyRing(config.ENCRYPTION_KEYS) },
    InviteHandler,
    ListInvitationsHandler,
    ResendInvitationHandler,
    RevokeInvitationHandler,
    ShowInvitationLinkHandler,
    InvitationLinks,
    InviteUnasked,
    InvitationsRepository,
  ],
  exports: [InvitationLinks, InviteUnasked, InvitationsRepository],
})
export class InvitationsModule {}
