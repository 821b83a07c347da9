import { companyTable, messagingCompanyTables, type CompanyTable } from '#company-data';
import { AuditEntryRow } from '../audit/audit-entry.entity.js';
import { AccessCutRow } from '../auth/access-cut.entity.js';
import { BrandingRow } from '../branding/branding.entity.js';
import { MembershipRow } from '../directory/membership.entity.js';
import { IdempotencyKeyRow } from '../idempotency/idempotency-key.entity.js';
import { InvitationRow } from '../invitations/invitation.entity.js';
import { ApiKeyRow } from '../keys/api-key.entity.js';
import { AccountEventRow } from '../outlets/account-event.entity.js';
import { OutletRow } from '../outlets/outlet.entity.js';
import { ModelServerRow } from '../model-server/model-server.entity.js';
import { LlmConfigRow } from '../tenants/llm-config.entity.js';
import { CompanyDeletionServiceRow } from './company-deletion-service.entity.js';
import { CompanyDeletionRow } from './company-deletion.entity.js';
import { CompanyExportRow } from './company-export.entity.js';

const PROOF = 'shows that the company was deleted, and when; ids and times only';

/** Every table that holds rows of companies, in the order in which they are deleted: what refers to others first. */
export const companyTables: readonly CompanyTable[] = [
  companyTable(MembershipRow, {
    export: 'members',
    role: 'system',
    special: 'goes with the accounts of those who are in no other company',
  }),
  companyTable(AccountEventRow, { export: 'account-events' }),
  companyTable(OutletRow, { export: 'outlets', except: ['accessTokenSealed'] }),
  companyTable(ApiKeyRow, { export: 'api-keys', except: ['hash', 'formerHash'] }),
  companyTable(InvitationRow, { export: 'invitations', except: ['tokenHash', 'linkHash', 'linkSealed'] }),
  companyTable(BrandingRow, { export: 'branding' }),
  companyTable(LlmConfigRow, { export: 'assistant' }),
  companyTable(ModelServerRow, { export: 'model-server', except: ['apiKeySealed'] }),
  companyTable(IdempotencyKeyRow, { hidden: 'keys of programs, kept for days', role: 'system' }),
  companyTable(AuditEntryRow, {
    export: 'audit-log',
    kept: 'nobody can take anything out of the audit log; it holds no word of a customer',
  }),
  companyTable(AccessCutRow, {
    hidden: 'shuts out access tokens that were issued before',
    kept: 'shuts out access tokens that were issued before; goes by itself within a day',
    role: 'system',
    keys: ['userId'],
  }),
  // The archives go with the store’s part of the company.
  companyTable(CompanyExportRow, { hidden: 'of exports themselves' }),
  companyTable(CompanyDeletionServiceRow, { hidden: 'of the deletion itself', kept: PROOF }),
  companyTable(CompanyDeletionRow, { export: 'deletions', except: ['subscriptions'], kept: PROOF }),
  ...messagingCompanyTables('tenant'),
];
