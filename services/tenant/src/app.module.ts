import { Module } from '@nestjs/common';
import { MessagingModule } from '#messaging';
import { CONFIG, FirebaseTokens, KeyRing } from '#service-kit';
import type { Config } from './config.js';
import { Graph } from './clients/outlets/graph.js';
import { Mailer } from './clients/mail/mailer.js';
import { AuditController } from './entrypoints/audit/audit.controller.js';
import { AuditedConsumer } from './entrypoints/audit/audited.consumer.js';
import { AuthController } from './entrypoints/auth/auth.controller.js';
import { BootstrapSuperadminJob } from './entrypoints/auth/bootstrap-superadmin.job.js';
import { InvitationLinksController } from './entrypoints/joining/invitation-links.controller.js';
import { BrandingController } from './entrypoints/branding/branding.controller.js';
import { ApiKeysController } from './entrypoints/keys/api-keys.controller.js';
import { ForgetExpiredJob } from './entrypoints/expiry/forget-expired.job.js';
import { SendMailsJob } from './entrypoints/mail/send-mails.job.js';
import { AccountChangedConsumer } from './entrypoints/outlets/account-changed.consumer.js';
import { AskAgainJob } from './entrypoints/outlets/ask-again.job.js';
import { OutletsController } from './entrypoints/outlets/outlets.controller.js';
import { ResealTokensJob } from './entrypoints/outlets/reseal-tokens.job.js';
import { InvitationsController } from './entrypoints/invitations/invitations.controller.js';
import { LlmConfigController } from './entrypoints/tenants/llm-config.controller.js';
import { TeamController } from './entrypoints/team/team.controller.js';
import { TenantsController } from './entrypoints/tenants/tenants.controller.js';
import { UsersController } from './entrypoints/team/users.controller.js';
import { AuditTrail } from './handlers/audit/audit-trail.step.js';
import { ExportAuditHandler } from './handlers/audit/export-audit.handler.js';
import { ListAuditHandler } from './handlers/audit/list-audit.handler.js';
import { RecordAuditedHandler } from './handlers/audit/record-audited.handler.js';
import { ChangeMeHandler } from './handlers/auth/change-me.handler.js';
import { ConfirmEmailHandler } from './handlers/auth/confirm-email.handler.js';
import { ConfirmPasswordResetHandler } from './handlers/auth/confirm-password-reset.handler.js';
import { CreateFirstSuperadminHandler } from './handlers/auth/create-first-superadmin.handler.js';
import { DescribeCallerHandler } from './handlers/auth/describe-caller.handler.js';
import { EmailConfirmationLinks } from './handlers/auth/email-confirmation-links.step.js';
import { IssueSession } from './handlers/auth/issue-session.step.js';
import { LinkFirebase } from './handlers/auth/link-firebase.step.js';
import { Passwords } from './handlers/auth/passwords.js';
import { RefreshSessionHandler } from './handlers/auth/refresh-session.handler.js';
import { RegisterHandler } from './handlers/joining/register.handler.js';
import { RequestEmailConfirmationHandler } from './handlers/auth/request-email-confirmation.handler.js';
import { RequestPasswordResetHandler } from './handlers/auth/request-password-reset.handler.js';
import { SignInThrottle } from './handlers/auth/sign-in-throttle.state.js';
import { SignInWithFirebaseHandler } from './handlers/auth/sign-in-with-firebase.handler.js';
import { SignInHandler } from './handlers/auth/sign-in.handler.js';
import { SignOutEverywhereHandler } from './handlers/auth/sign-out-everywhere.handler.js';
import { SignOutHandler } from './handlers/auth/sign-out.handler.js';
import { UnlinkFirebaseHandler } from './handlers/auth/unlink-firebase.handler.js';
import { GetBrandingHandler } from './handlers/branding/get-branding.handler.js';
import { PutBrandingHandler } from './handlers/branding/put-branding.handler.js';
import { ForgetExpiredHandler } from './handlers/expiry/forget-expired.handler.js';
import { Once } from './handlers/idempotency/once.step.js';
import { AcceptInvitationHandler } from './handlers/joining/accept-invitation.handler.js';
import { InviteUnasked } from './handlers/invitations/invite-unasked.step.js';
import { EndAccess } from './handlers/auth/end-access.step.js';
import { TakeOver } from './handlers/auth/take-over.step.js';
import { InvitationLinks } from './handlers/invitations/invitation-links.step.js';
import { InviteHandler } from './handlers/invitations/invite.handler.js';
import { ListInvitationsHandler } from './handlers/invitations/list-invitations.handler.js';
import { PreviewInvitationHandler } from './handlers/joining/preview-invitation.handler.js';
import { RevokeInvitationHandler } from './handlers/invitations/revoke-invitation.handler.js';
import { CreateApiKeyHandler } from './handlers/keys/create-api-key.handler.js';
import { ListApiKeysHandler } from './handlers/keys/list-api-keys.handler.js';
import { RevokeApiKeyHandler } from './handlers/keys/revoke-api-key.handler.js';
import { MailKeys } from './handlers/mail/mail-keys.js';
import { MailQueue } from './handlers/mail/mail-queue.step.js';
import { SendMailsHandler } from './handlers/mail/send-mails.handler.js';
import { AskAgainHandler } from './handlers/outlets/ask-again.handler.js';
import { ChangeOutletHandler } from './handlers/outlets/change-outlet.handler.js';
import { ConnectOutletHandler } from './handlers/outlets/connect-outlet.handler.js';
import { DisconnectOutletHandler } from './handlers/outlets/disconnect-outlet.handler.js';
import { GetOutletHandler } from './handlers/outlets/get-outlet.handler.js';
import { ListOutletsHandler } from './handlers/outlets/list-outlets.handler.js';
import { NumberClaims } from './handlers/outlets/number-claims.handler.js';
import { RecordAccountChangeHandler } from './handlers/outlets/record-account-change.handler.js';
import { ResealTokensHandler } from './handlers/outlets/reseal-tokens.handler.js';
import { SettleClaim } from './handlers/outlets/settle-claim.handler.js';
import { ValidateOutletHandler } from './handlers/outlets/validate-outlet.handler.js';
import { AddUserHandler } from './handlers/team/add-user.handler.js';
import { ChangeMemberHandler } from './handlers/team/change-member.handler.js';
import { ChangeTenantHandler } from './handlers/tenants/change-tenant.handler.js';
import { CreateTenantHandler } from './handlers/tenants/create-tenant.handler.js';
import { DeleteTenantHandler } from './handlers/tenants/delete-tenant.handler.js';
import { GetLlmConfigHandler } from './handlers/tenants/get-llm-config.handler.js';
import { GetTenantHandler } from './handlers/tenants/get-tenant.handler.js';
import { GetUserHandler } from './handlers/team/get-user.handler.js';
import { ListTenantsHandler } from './handlers/tenants/list-tenants.handler.js';
import { ListUsersHandler } from './handlers/team/list-users.handler.js';
import { PutLlmConfigHandler } from './handlers/tenants/put-llm-config.handler.js';
import { AccessCutsRepository } from './persistence/auth/access-cuts.repository.js';
import { AccountEventsRepository } from './persistence/outlets/account-events.repository.js';
import { ApiKeysRepository } from './persistence/keys/api-keys.repository.js';
import { AuditRepository } from './persistence/audit/audit.repository.js';
import { BrandingRepository } from './persistence/branding/branding.repository.js';
import { EmailConfirmationsRepository } from './persistence/auth/email-confirmations.repository.js';
import { IdempotencyKeysRepository } from './persistence/idempotency/idempotency-keys.repository.js';
import { InvitationsRepository } from './persistence/invitations/invitations.repository.js';
import { KnownAddressesRepository } from './persistence/auth/known-addresses.repository.js';
import { LlmConfigsRepository } from './persistence/tenants/llm-configs.repository.js';
import { MailsRepository } from './persistence/mail/mails.repository.js';
import { NumberClaimsRepository } from './persistence/outlets/number-claims.repository.js';
import { OutletsRepository } from './persistence/outlets/outlets.repository.js';
import { PasswordResetsRepository } from './persistence/auth/password-resets.repository.js';
import { RefreshTokensRepository } from './persistence/auth/refresh-tokens.repository.js';
import { SignInAttemptsRepository } from './persistence/auth/sign-in-attempts.repository.js';
import { TenantsRepository } from './persistence/directory/tenants.repository.js';
import { UsersRepository } from './persistence/directory/users.repository.js';

@Module({
  imports: [MessagingModule],
  controllers: [
    AuditController,
    AuthController,
    InvitationLinksController,
    BrandingController,
    ApiKeysController,
    OutletsController,
    InvitationsController,
    LlmConfigController,
    TeamController,
    TenantsController,
    UsersController,
  ],
  providers: [
    { provide: KeyRing, inject: [CONFIG], useFactory: (config: Config) => new KeyRing(config.ENCRYPTION_KEYS) },
    // entrypoints
    AuditedConsumer,
    BootstrapSuperadminJob,
    ForgetExpiredJob,
    SendMailsJob,
    AccountChangedConsumer,
    AskAgainJob,
    ResealTokensJob,
    // handlers
    AuditTrail,
    ExportAuditHandler,
    ListAuditHandler,
    RecordAuditedHandler,
    ChangeMeHandler,
    ConfirmEmailHandler,
    ConfirmPasswordResetHandler,
    CreateFirstSuperadminHandler,
    DescribeCallerHandler,
    EmailConfirmationLinks,
    IssueSession,
    LinkFirebase,
    Passwords,
    RefreshSessionHandler,
    RegisterHandler,
    RequestEmailConfirmationHandler,
    RequestPasswordResetHandler,
    SignInThrottle,
    SignInHandler,
    SignInWithFirebaseHandler,
    SignOutEverywhereHandler,
    SignOutHandler,
    UnlinkFirebaseHandler,
    GetBrandingHandler,
    PutBrandingHandler,
    ForgetExpiredHandler,
    Once,
    AcceptInvitationHandler,
    InviteUnasked,
    EndAccess,
    TakeOver,
    InvitationLinks,
    InviteHandler,
    ListInvitationsHandler,
    PreviewInvitationHandler,
    RevokeInvitationHandler,
    CreateApiKeyHandler,
    ListApiKeysHandler,
    RevokeApiKeyHandler,
    MailKeys,
    MailQueue,
    SendMailsHandler,
    AskAgainHandler,
    ChangeOutletHandler,
    ConnectOutletHandler,
    DisconnectOutletHandler,
    GetOutletHandler,
    ListOutletsHandler,
    NumberClaims,
    RecordAccountChangeHandler,
    ResealTokensHandler,
    SettleClaim,
    ValidateOutletHandler,
    AddUserHandler,
    ChangeMemberHandler,
    ChangeTenantHandler,
    CreateTenantHandler,
    DeleteTenantHandler,
    GetLlmConfigHandler,
    GetTenantHandler,
    GetUserHandler,
    ListTenantsHandler,
    ListUsersHandler,
    PutLlmConfigHandler,
    // clients
    FirebaseTokens,
    Graph,
    Mailer,
    // persistence
    AccessCutsRepository,
    AccountEventsRepository,
    ApiKeysRepository,
    AuditRepository,
    BrandingRepository,
    EmailConfirmationsRepository,
    IdempotencyKeysRepository,
    InvitationsRepository,
    KnownAddressesRepository,
    LlmConfigsRepository,
    MailsRepository,
    NumberClaimsRepository,
    OutletsRepository,
    PasswordResetsRepository,
    RefreshTokensRepository,
    SignInAttemptsRepository,
    TenantsRepository,
    UsersRepository,
  ],
})
export class AppModule {}
