import { faultsOf } from './fault.ts';

const DIR = 'services/conversation';
const RECORD = [
  `${DIR}/test/record-messages.medium-spec.ts`,
  `${DIR}/test/batches.medium-spec.ts`,
  `${DIR}/test/batch-equals-events.medium-spec.ts`,
];
const REPLIES = [
  `${DIR}/test/replies-and-statuses.medium-spec.ts`,
  `${DIR}/test/batches.medium-spec.ts`,
  `${DIR}/test/batch-equals-events.medium-spec.ts`,
];
const OWNERSHIP = [`${DIR}/src/domain/threads/conversation.spec.ts`, `${DIR}/test/ownership.medium-spec.ts`];

export const conversation = [
  ...faultsOf(`${DIR}/src/persistence/messages/arrivals.repository.ts`, RECORD, [
    [
      'a message that comes twice stands twice',
      "coalesce((\n      select true from conversation.messages d\n      where d.tenant_id = $1 and d.phone_number_id = g.phone_number_id and d.wamid = g.wamid and d.direction = 'inbound'), false) as is_copy",
      'false as is_copy',
    ],
    [
      'the debounce runs from the first message of a burst',
      'then clock_timestamp() + make_interval(secs => d.debounce_ms / 1000)',
      'then coalesce(c.reply_due_at, clock_timestamp() + make_interval(secs => d.debounce_ms / 1000))',
    ],
    [
      'the window runs from any message and not from the customer’s newest',
      'window_expires_at = greatest(c.window_expires_at, least(',
      'window_expires_at = (least(',
    ],
    ['the window lasts 23 hours', "clock_timestamp() end) + interval '24 hours'", "clock_timestamp() end) + interval '23 hours'"],
    [
      'a reaction opens a closed conversation',
      'state = case when d.turns > 0 then d.awake_state else c.state end',
      'state = d.awake_state',
    ],
    ['the epoch does not grow with a question', 'epoch = c.epoch + d.asked', 'epoch = c.epoch'],
    ['reactions count as unread', 'unread_count = c.unread_count + d.turns', 'unread_count = c.unread_count + d.messages'],
    [
      'a closed conversation that opens again stays with nobody',
      "case c.state when 'closed' then 'bot' else c.owner end as awake_owner",
      'c.owner as awake_owner',
    ],
  ]),
  ...faultsOf(`${DIR}/src/persistence/bot/bot-turns.repository.ts`, REPLIES, [
    ['an answer is spoken under another epoch than it was asked under', 'and t.epoch = g.epoch\n', '\n'],
    ['one question is answered twice', 't.answered_epoch < g.epoch and ', ''],
    ['a handover does not end what was asked', 'epoch = t.next_epoch\n', 'epoch = t.epoch\n'],
    ['what was answered counts as unanswered', 'unanswered_from_seq = t.seq + 1,', ''],
  ]),
  ...faultsOf(`${DIR}/src/persistence/messages/statuses.repository.ts`, REPLIES, [
    [
      'a status that comes late takes a message back',
      'status = case when g.rank > m.status_rank then g.status else m.status end',
      'status = g.status',
    ],
    ['a failure that was told is forgotten', 'failed = m.failed or g.failed', 'failed = g.failed'],
    ['a price that was told is forgotten', 'pricing = coalesce(m.pricing, g.pricing::jsonb)', 'pricing = g.pricing::jsonb'],
  ]),
  ...faultsOf(`${DIR}/src/handlers/messages/apply-statuses.handler.ts`, REPLIES, [
    ['a status that is ahead of its message is dropped', 'if (parked.length > 0) await this.statuses.park(tx, parked);', ''],
  ]),
  ...faultsOf(
    `${DIR}/src/persistence/threads/conversations.repository.ts`,
    [...RECORD, `${DIR}/test/interleavings.medium-spec.ts`],
    [
      [
        'the bot is asked for a conversation that a person has',
        "and epoch = d.epoch and owner = 'bot' and reply_due_at is not null",
        'and epoch = d.epoch and reply_due_at is not null',
      ],
      [
        'a reply that is due is asked for under an epoch that is over',
        'where tenant_id = $1 and id = d.id and epoch = d.epoch and owner',
        'where tenant_id = $1 and id = d.id and owner',
      ],
      ['a reply that is due is asked for twice', 'reply_due_at = null from free', 'reply_due_at = c.reply_due_at from free'],
      ['a reply is asked for before it is due', 'where reply_due_at <= statement_timestamp()', 'where reply_due_at is not null'],
    ],
  ),
  ...faultsOf(`${DIR}/src/domain/threads/conversation.ts`, OWNERSHIP, [
    ['a change of hands leaves the epoch', 'return changesHands ? { ...to, epoch: from.epoch + 1 } : to;', 'return to;'],
    ['a snooze ends the bot’s answer', 'return changesHands ?', 'return true ?'],
    ['two may take a conversation at once', "from.owner === 'agent' && from.assigneeId !== null && from.assigneeId !== agentId", 'false'],
    [
      'a wait that was broken is promised anew',
      'responseDueAt: from.responseDueAt ?? (from.escalatedAt ? null : dueAt)',
      'responseDueAt: from.responseDueAt ?? dueAt',
    ],
    ['who writes leaves the promise standing', "return move.kind === 'write' ? { ...to, ...NOTHING_OWED, priority } : to;", 'return to;'],
    [
      'merging forgets what waits for an answer',
      "asksForReply: leading.owner === 'bot' && (waits(stays) || waits(goes))",
      'asksForReply: false',
    ],
    [
      'merging keeps an epoch under which answers are under way',
      'epoch: Math.max(stays.epoch, goes.epoch) + 1',
      'epoch: Math.max(stays.epoch, goes.epoch)',
    ],
  ]),
  ...faultsOf(
    `${DIR}/src/domain/threads/inbound-message.ts`,
    [`${DIR}/src/domain/threads/inbound-message.spec.ts`],
    [
      ['a reaction asks the bot', 'asksForReply: isTurn && !message.standby', 'asksForReply: !message.standby'],
      ['a message that another agent answers asks the bot', '!message.standby && ', ''],
      ['a message whose window is over asks the bot', ' && isWindowOpen(windowAfter(message.timestamp), now)', ''],
    ],
  ),
  ...faultsOf(
    `${DIR}/src/domain/threads/service-window.ts`,
    [`${DIR}/src/domain/threads/service-window.spec.ts`],
    [['the window is open at its end', 'now.getTime() < Date.parse', 'now.getTime() <= Date.parse']],
  ),
  ...faultsOf(
    `${DIR}/src/domain/bot/question.ts`,
    [`${DIR}/src/domain/bot/question.spec.ts`],
    [
      ['only the newest message of a burst is asked', "asked.map(spoken).join('\\n')", 'spoken(asked.at(-1)!)'],
      ['the question stands in the history too', '.filter((turn) => !isAsked(turn))', '.filter(() => true)'],
    ],
  ),
  ...faultsOf(
    `${DIR}/src/domain/threads/message-status.ts`,
    [`${DIR}/src/domain/threads/message-status.spec.ts`],
    [
      [
        'a message that was delivered after all is shown as failed',
        "failed && rankOf(progress as ShownProgress) < rankOf('delivered') ?",
        'failed ?',
      ],
      ['statuses go backwards', 'rankOf(change.status) > rankOf(current.progress)', 'true'],
    ],
  ),
  ...faultsOf(
    `${DIR}/src/handlers/bot/accept-reply.handler.ts`,
    [`${DIR}/test/erasure.medium-spec.ts`, ...REPLIES],
    [
      ['a handover tells nobody', 'if (reason) {\n      this.activities', 'if (false) {\n      this.activities'],
      ['an answer is stored and not sent', ', { to, content: textContent(text) });', ');'],
    ],
  ),
];
