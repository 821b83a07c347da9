/**
 * A message that was written before others that came sooner is shown where it belongs by WhatsApp's time. Only such messages have a place;
 * all others stand at their seq, so that no message that is there already is written again.
 */
export const messageOrder = {
  name: '0023-message-order',
  sql: `
-- The seq of the message that it stands right before.
alter table conversation.messages add column place integer;
create index messages_late on conversation.messages (tenant_id, conversation_id, place, at, seq) where place is not null;

-- The first message in its own place that was written in a later second than this; in as many steps as the seqs have binary digits.
create function conversation.place_of(tenant uuid, conversation uuid, written timestamptz, seq_end integer) returns integer
language plpgsql stable as $$
declare
  low integer := 1;
  high integer := seq_end;
  middle integer;
  found integer;
  probe record;
begin
  while low < high loop
    middle := (low + high) / 2;
    select m.seq, m.at into probe from conversation.messages m
    where m.tenant_id = tenant and m.conversation_id = conversation and m.seq >= middle and m.seq < high and m.place is null
    order by m.seq limit 1;
    if probe.seq is null then
      high := middle;
    elsif floor(extract(epoch from probe.at)) > floor(extract(epoch from written)) then
      found := probe.seq;
      high := middle;
    else
      low := probe.seq + 1;
    end if;
  end loop;
  return found;
end $$;
`,
};
