import type { EntityClass } from '#database';
import { messagingEntities } from '#messaging';
import { AuditEntryRow } from './audit/audit-entry.entity.js';
import { AccessCutRow } from './auth/access-cut.entity.js';
import { EmailConfirmationRow } from './auth/email-confirmation.entity.js';
import { KnownAddressRow } from './auth/known-address.entity.js';
import { PasswordResetRow } from './auth/password-reset.entity.js';
import { RecoveryCodeRow } from './auth/recovery-code.entity.js';
import { RefreshTokenRow } from './auth/refresh-token.entity.js';
import { SecondFactorRow } from './auth/second-factor.entity.js';
import { SessionRow } from './auth/session.entity.js';
import { SignInAttemptRow } from './auth/sign-in-attempt.entity.js';
import { BrandingRow } from './branding/branding.entity.js';
import { MembershipRow } from './directory/membership.entity.js';
import { CompanyDeletionServiceRow } from './company/company-deletion-service.entity.js';
import { CompanyDeletionRow } from './company/company-deletion.entity.js';
import { CompanyExportRow } from './company/company-export.entity.js';
import { TenantsRow } from './directory/tenant.entity.js';
import { UserRow } from './directory/user.entity.js';
import { IdempotencyKeyRow } from './idempotency/idempotency-key.entity.js';
import { InvitationRow } from './invitations/invitation.entity.js';
import { ApiKeyRow } from './keys/api-key.entity.js';
import { MailRow } from './mail/mail.entity.js';
import { AccountEventRow } from './outlets/account-event.entity.js';
import { OutletRow } from './outlets/outlet.entity.js';
import { ModelServerRow } from './model-server/model-server.entity.js';
import { LlmConfigRow } from './tenants/llm-config.entity.js';

/** Every table of the schema. */
export const entities: readonly EntityClass[] = [
  ...messagingEntities('tenant'),
  AuditEntryRow,
  AccessCutRow,
  EmailConfirmationRow,
  KnownAddressRow,
  PasswordResetRow,
  RecoveryCodeRow,
  RefreshTokenRow,
  SecondFactorRow,
  SessionRow,
  SignInAttemptRow,
  BrandingRow,
  CompanyDeletionRow,
  CompanyDeletionServiceRow,
  CompanyExportRow,
  MembershipRow,
  TenantsRow,
  UserRow,
  IdempotencyKeyRow,
  InvitationRow,
  ApiKeyRow,
  MailRow,
  AccountEventRow,
  OutletRow,
  LlmConfigRow,
  ModelServerRow,
];
