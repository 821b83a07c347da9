import { faultsOf } from './fault.ts';

const BILLING = [
  'services/billing/test/billing.medium-spec.ts',
  'services/billing/src/domain/plans/plans.spec.ts',
  'services/billing/src/domain/usage/tally.spec.ts',
];
const ANALYTICS = ['services/analytics/test/analytics.medium-spec.ts', 'services/analytics/src/domain/figures/figures.spec.ts'];

export const counting = [
  ...faultsOf('services/billing/src/handlers/usage/count-messages.handler.ts', BILLING, [
    ['a message is charged as often as its event comes', 'const fresh = await this.inbox.claimAll(tx, events);', 'const fresh = events;'],
  ]),
  ...faultsOf('services/billing/src/handlers/usage/count-replies.handler.ts', BILLING, [
    [
      'a reply of the AI is charged as often as its event comes',
      'const fresh = await this.inbox.claimAll(tx, events);',
      'const fresh = events;',
    ],
    ['a handover is charged as a reply', "answered: data.outcome.kind === 'answer'", 'answered: true'],
  ]),
  ...faultsOf('services/billing/src/persistence/usage/usage.repository.ts', BILLING, [
    [
      'a price is counted with every status',
      'on conflict do nothing returning category, type, day',
      'on conflict (tenant_id, message_id, category, type) do update set day = excluded.day returning category, type, day',
    ],
    [
      'usage of a day replaces what was counted',
      'messages_out = u.messages_out + excluded.messages_out',
      'messages_out = excluded.messages_out',
    ],
    [
      'tokens of a day replace what was counted',
      'prompt_tokens = u.prompt_tokens + excluded.prompt_tokens',
      'prompt_tokens = excluded.prompt_tokens',
    ],
    [
      'a period ends a day early',
      'from billing.usage_daily where tenant_id = $3 and day between $1 and $2',
      'from billing.usage_daily where tenant_id = $3 and day >= $1 and day < $2',
    ],
  ]),
  ...faultsOf('services/billing/src/domain/usage/tally.ts', BILLING, [
    ['what comes in is counted as going out', "direction === 'inbound' ? { messagesIn: 1 } : { messagesOut: 1 }", '{ messagesOut: 1 }'],
    ['a message with two prices is counted for one', 'const key = `${messageId} ${pricing.category} ${type}`;', 'const key = messageId;'],
  ]),
  ...faultsOf('services/billing/src/domain/plans/month.ts', BILLING, [
    ['a month ends on its last day but one', 'Date.UTC(year, month, 0)', 'Date.UTC(year, month, -1)'],
  ]),
  ...faultsOf('services/analytics/src/handlers/figures/count-messages.handler.ts', ANALYTICS, [
    ['a message is counted as often as its event comes', 'const fresh = await this.inbox.claimAll(tx, events);', 'const fresh = events;'],
    ['the clock of a conversation forgets between events', 'known.get(id) ?? newClock(id)', 'newClock(id)'],
  ]),
  ...faultsOf('services/analytics/src/handlers/figures/count-replies.handler.ts', ANALYTICS, [
    ['an answer is counted as often as its event comes', '(await this.inbox.claimAll(tx, events))', 'events'],
    ['a handover counts as an answer', "event.data.outcome.kind === 'answer'", 'true'],
  ]),
  ...faultsOf('services/analytics/src/handlers/figures/count-owner-changes.handler.ts', ANALYTICS, [
    ['a handover is counted as often as its event comes', 'const fresh = await this.inbox.claimAll(tx, events);', 'const fresh = events;'],
  ]),
  ...faultsOf('services/analytics/src/persistence/figures/counts.repository.ts', ANALYTICS, [
    ['an hour’s count replaces what was counted', 'do update set value = c.value + excluded.value', 'do update set value = excluded.value'],
    [
      'a delivery is counted with every status',
      'order by message_id, stage\n       on conflict do nothing returning',
      'order by message_id, stage\n       on conflict (tenant_id, message_id, stage) do update set stage = excluded.stage returning',
    ],
  ]),
  ...faultsOf('services/analytics/src/domain/figures/occurrences.ts', ANALYTICS, [
    ['what is read was not delivered', 'return FUNNEL.slice(0, reached + 1);', 'return reached < 0 ? [] : [FUNNEL[reached]!];'],
    ['closing counts as a handover', "if (change.state === 'closed') return", "if (change.state === 'never') return"],
  ]),
  ...faultsOf('services/analytics/src/domain/figures/response-clock.ts', ANALYTICS, [
    ['the clock runs from the newest message that waits', '(waitingSeq === null || seq < waitingSeq)', 'true'],
    ['a message of the system stops the clock', "} else if (author !== 'system') {", '} else {'],
  ]),
  ...faultsOf('services/analytics/src/domain/figures/overview.ts', ANALYTICS, [
    [
      'the share of the bot leaves people out',
      'bot + handoffs > 0 ? bot / (bot + handoffs) : null',
      'bot + handoffs > 0 ? bot / bot : null',
    ],
  ]),
];
