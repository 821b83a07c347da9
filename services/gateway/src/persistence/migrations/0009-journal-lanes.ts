/** Lanes of the journal, which are split in turns (ADR 20). What waits from before shares one. */
export const JOURNAL_LANES = `
alter table gateway.webhook_journal add column lane smallint not null default 0;
drop index gateway.webhook_journal_unsplit;
create index webhook_journal_waiting on gateway.webhook_journal (lane, id) where split_at is null;
grant insert (lane) on gateway.webhook_journal to chasqui_gateway_ingest;
`;
