/** Every statement starts from an index whose leading columns it fixes, however full the tables are. */
export const indexes = {
  name: '0012-indexes',
  sql: `
create index users_superadmin on tenant.users (id) where superadmin;
-- The tenants of a person in the order of lists.
create index memberships_of_user on tenant.memberships (user_id, tenant_id);
drop index tenant.memberships_user;
-- An account of WhatsApp may have numbers with several tenants.
create index outlets_waba on tenant.outlets (waba_id) where status <> 'deleted';
create index audit_log_actor on tenant.audit_log (tenant_id, actor_id, id) where actor_id is not null;
create index audit_log_actor_email on tenant.audit_log (tenant_id, actor_email, id) where actor_email is not null;

-- What time has made useless, by its age.
create index mails_done on tenant.mails (created_at) where sealed = '';
create index password_resets_age on tenant.password_resets (expires_at);
create index email_confirmations_age on tenant.email_confirmations (expires_at);
drop index tenant.idempotency_keys_age;
create index idempotency_keys_age on tenant.idempotency_keys (created_at);
`,
};
