/** Order within a lane is by class first; holds end with what they are on, and say whether others were told of them. */
export const lanesByClass = {
  name: '0022-lanes-by-class',
  sql: `
drop index message_sender.messages_lane_queued;
create index messages_lane_queued on message_sender.messages (tenant_id, lane, priority, id) where open_state = 'queued';
create index holds_numbers on message_sender.holds (tenant_id, key) where scope = 'number' and ended_at is null;
-- Of a pause that WhatsApp reports, others hear by the change of the template instead.
alter table message_sender.holds add column is_told boolean not null default true;
`,
};
