import { roleName } from '#database';

/** Whoever deletes a company deletes its rows wherever they are. Row-level security keeps that to one company. */
export const companyEnd = {
  name: '0032-company-end',
  sql: `
grant delete on conversation.count_changes, conversation.counts, conversation.erasure_services, conversation.erasures, conversation.inbox, conversation.inbox_log, conversation.inbox_positions, conversation.inbox_settings, conversation.presence, conversation.retention, conversation.search_positions, conversation.survey_settings to ${roleName('conversation', 'tenant')};
grant delete on conversation.count_checks to ${roleName('conversation', 'system')};
`,
};
