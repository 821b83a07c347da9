import { Module } from '@nestjs/common';
import { CONFIG, FirebaseTokens, KeyRing } from '#service-kit';
import type { Config } from '../config.js';
import { AuthController } from '../entrypoints/auth/auth.controller.js';
import { BootstrapSuperadminJob } from '../entrypoints/auth/bootstrap-superadmin.job.js';
import { ResealFactorsJob } from '../entrypoints/auth/reseal-factors.job.js';
import { SessionsController } from '../entrypoints/auth/sessions.controller.js';
import { TwoFactorController } from '../entrypoints/auth/two-factor.controller.js';
import { ChangeMeHandler } from '../handlers/auth/change-me.handler.js';
import { Clock } from '../handlers/auth/clock.state.js';
import { ConfirmEmailHandler } from '../handlers/auth/confirm-email.handler.js';
import { ConfirmPasswordResetHandler } from '../handlers/auth/confirm-password-reset.handler.js';
import { CreateFirstSuperadminHandler } from '../handlers/auth/create-first-superadmin.handler.js';
import { DescribeCallerHandler } from '../handlers/auth/describe-caller.handler.js';
import { EmailConfirmationLinks } from '../handlers/auth/email-confirmation-links.step.js';
import { EndAccess } from '../handlers/auth/end-access.step.js';
import { IssueSession } from '../handlers/auth/issue-session.step.js';
import { LinkFirebase } from '../handlers/auth/link-firebase.step.js';
import { OwnSessionsHandler } from '../handlers/auth/own-sessions.handler.js';
import { Passwords } from '../handlers/auth/passwords.step.js';
import { RefreshSessionHandler } from '../handlers/auth/refresh-session.handler.js';
import { RequestEmailConfirmationHandler } from '../handlers/auth/request-email-confirmation.handler.js';
import { RequestPasswordResetHandler } from '../handlers/auth/request-password-reset.handler.js';
import { ProveSecondFactorHandler } from '../handlers/auth/prove-second-factor.handler.js';
import { ResealFactorsHandler } from '../handlers/auth/reseal-factors.handler.js';
import { FACTOR_KEYS, SecondFactor } from '../handlers/auth/second-factor.step.js';
import { SignInThrottle } from '../handlers/auth/sign-in-throttle.state.js';
import { SignInWithFirebaseHandler } from '../handlers/auth/sign-in-with-firebase.handler.js';
import { SignInHandler } from '../handlers/auth/sign-in.handler.js';
import { SignOutEverywhereHandler } from '../handlers/auth/sign-out-everywhere.handler.js';
import { SignOutHandler } from '../handlers/auth/sign-out.handler.js';
import { TakeOver } from '../handlers/auth/take-over.step.js';
import { TwoFactorHandler } from '../handlers/auth/two-factor.handler.js';
import { UnlinkFirebaseHandler } from '../handlers/auth/unlink-firebase.handler.js';
import { AccessCutsRepository } from '../persistence/auth/access-cuts.repository.js';
import { EmailConfirmationsRepository } from '../persistence/auth/email-confirmations.repository.js';
import { KnownAddressesRepository } from '../persistence/auth/known-addresses.repository.js';
import { PasswordResetsRepository } from '../persistence/auth/password-resets.repository.js';
import { RefreshTokensRepository } from '../persistence/auth/refresh-tokens.repository.js';
import { SecondFactorsRepository } from '../persistence/auth/second-factors.repository.js';
import { SessionsRepository } from '../persistence/auth/sessions.repository.js';
import { SignInAttemptsRepository } from '../persistence/auth/sign-in-attempts.repository.js';
import { AuditModule } from './audit.module.js';
import { DirectoryModule } from './directory.module.js';
import { InvitationsModule } from './invitations.module.js';
import { MailModule } from './mail.module.js';

const HANDLERS = [
  ChangeMeHandler,
  ConfirmEmailHandler,
  ConfirmPasswordResetHandler,
  CreateFirstSuperadminHandler,
  DescribeCallerHandler,
  OwnSessionsHandler,
  ProveSecondFactorHandler,
  RefreshSessionHandler,
  RequestEmailConfirmationHandler,
  RequestPasswordResetHandler,
  ResealFactorsHandler,
  SignInHandler,
  SignInWithFirebaseHandler,
  SignOutEverywhereHandler,
  SignOutHandler,
  TwoFactorHandler,
  UnlinkFirebaseHandler,
];
const STEPS = [EmailConfirmationLinks, EndAccess, IssueSession, LinkFirebase, Passwords, SecondFactor, SignInThrottle, TakeOver];
const REPOSITORIES = [
  AccessCutsRepository,
  EmailConfirmationsRepository,
  KnownAddressesRepository,
  PasswordResetsRepository,
  RefreshTokensRepository,
  SecondFactorsRepository,
  SessionsRepository,
  SignInAttemptsRepository,
];

/** Signing in and out, and what a person does with their own account. */
@Module({
  imports: [AuditModule, DirectoryModule, InvitationsModule, MailModule],
  controllers: [AuthController, SessionsController, TwoFactorController],
  providers: [
    { provide: FACTOR_KEYS, inject: [CONFIG], useFactory: (config: Config) => new KeyRing(config.ENCRYPTION_KEYS) },
    BootstrapSuperadminJob,
    Clock,
    FirebaseTokens,
    ResealFactorsJob,
    ...HANDLERS,
    ...STEPS,
    ...REPOSITORIES,
  ],
  exports: [ProveSecondFactorHandler, SignInHandler, SignInWithFirebaseHandler, ...STEPS, ...REPOSITORIES],
})
export class AuthModule {}
