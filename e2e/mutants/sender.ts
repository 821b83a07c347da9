import { faultsOf } from './fault.ts';

const DIR = 'services/message-sender';
const SETTLE = [`${DIR}/src/domain/sending/settle-attempt.spec.ts`];
const WHATSAPP = ['libs/whatsapp/src/errors.spec.ts'];

export const sender = [
  ...faultsOf(`${DIR}/src/domain/sending/settle-attempt.ts`, SETTLE, [
    ['the answer to an attempt that was given up undoes the present one', 'message.claim !== claim || ', ''],
    [
      'a lost answer puts the message back into the queue',
      "{ progress: { ...message, state: 'unknown' }, announce: true }",
      "{ progress: { ...message, state: 'queued' }, announce: true }",
    ],
    ['a refusal has one attempt more', 'attempts >= (error.maxAttempts ?? MAX_ATTEMPTS)', 'attempts > (error.maxAttempts ?? MAX_ATTEMPTS)'],
    [
      'a refused token burns the message',
      "case 'auth':\n    case 'stop':\n      return requeue(refused, { hold: holdFor(error, place) });",
      "case 'auth':\n    case 'stop':\n      return { progress: { ...refused, state: 'failed', failed: true }, announce: true };",
    ],
    [
      'a rate limit uses up attempts',
      'return requeue({ ...refused, waits }, hold ? { hold } : { delayMs });',
      'return requeue({ ...refused, waits, refusals: message.refusals + 1 }, hold ? { hold } : { delayMs });',
    ],
    ['a retry comes earlier than Meta asked', 'spread(Math.max(table, error.retryAfterMs ?? 0), chance)', 'spread(table, chance)'],
    [
      'a late acceptance takes a delivered message back',
      "const accepted = isFurther('accepted', message.state);",
      'const accepted = true;',
    ],
    ['an acceptance that comes late gives no wamid', 'wamid: message.wamid ?? outcome.wamid', 'wamid: message.wamid'],
  ]),
  ...faultsOf(
    `${DIR}/src/domain/statuses/fold-status.ts`,
    [`${DIR}/src/domain/statuses/fold-status.spec.ts`],
    [
      ['a price that comes with a later status is lost', 'pricing: message.pricing ?? report.pricing', 'pricing: message.pricing'],
      ['a status moves a message back', 'state: further ? state : message.state', 'state: state ?? message.state'],
      ['statuses of one moment are taken in any order', ' || step(a.status) - step(b.status)', ''],
    ],
  ),
  ...faultsOf(
    `${DIR}/src/domain/sending/resend-unknown.ts`,
    [`${DIR}/src/domain/sending/resend-unknown.spec.ts`],
    [
      ['an unknown message is sent again and again', 'facts.resends === 0 &&', 'true &&'],
      [
        'silence alone is taken for proof',
        'facts.laterStatusAt !== undefined &&\n    facts.laterStatusAt > facts.attemptedAt + EVIDENCE_MARGIN_MS',
        'true',
      ],
      ['an unknown message of which something was reported is sent again', '!facts.statusSeen &&', 'true &&'],
    ],
  ),
  ...faultsOf(
    `${DIR}/src/domain/sending/attempt-times.ts`,
    [`${DIR}/src/domain/sending/attempt-times.spec.ts`],
    [
      [
        'a request may begin when others may take the message for abandoned',
        'now - claimedAt <= Math.min(graphTimeoutMs, MARGIN_MS)',
        'now - claimedAt <= graphTimeoutMs + MARGIN_MS',
      ],
      ['a message counts as abandoned while its request runs', 'graphTimeoutMs + MARGIN_MS;', 'MARGIN_MS;'],
    ],
  ),
  ...faultsOf(
    `${DIR}/src/handlers/sending/dispatch-messages.handler.ts`,
    [
      `${DIR}/test/crashes.medium-spec.ts`,
      `${DIR}/test/sending.medium-spec.ts`,
      `${DIR}/test/submitting.medium-spec.ts`,
      `${DIR}/test/queue.medium-spec.ts`,
    ],
    [
      [
        'a process that was held up sends all the same',
        'if (!mayStart(claimedAt, Date.now(), this.config.GRAPH_TIMEOUT_MS)) {',
        'if (false) {',
      ],
      ['a message leaves without its id, by which its status would know it', 'callbackData: message.id,', "callbackData: '',"],
      [
        'a failure of an unknown kind counts as not sent',
        "return { outcome: 'unknown', reason: 'connection_lost', detail: (error as Error).message };",
        "return { outcome: 'not_sent', reason: 'connect_failed', detail: (error as Error).message };",
      ],
    ],
  ),
  ...faultsOf(
    `${DIR}/src/handlers/sending/recover-abandoned.handler.ts`,
    [`${DIR}/test/crashes.medium-spec.ts`],
    [
      [
        'a message that another process left under way is sent again',
        "neverWritten ? ('queued' as const) : ('unknown' as const)",
        "'queued' as const",
      ],
    ],
  ),
  ...faultsOf(
    `${DIR}/src/handlers/sending/resolve-unknown.handler.ts`,
    [`${DIR}/test/crashes.medium-spec.ts`, `${DIR}/test/sending.medium-spec.ts`, `${DIR}/test/submitting.medium-spec.ts`],
    [
      [
        'a message that was settled meanwhile is sent again',
        "message.state === 'unknown' && message.resends === 0 && message.claim === claims.get(message.id)",
        'true',
      ],
      ['a resend is not counted', 'resends: 1, delayMs: 0', 'delayMs: 0'],
    ],
  ),
  ...faultsOf(
    `${DIR}/src/handlers/sending/record-send-request.handler.ts`,
    [
      `${DIR}/test/sending.medium-spec.ts`,
      `${DIR}/test/submitting.medium-spec.ts`,
      `${DIR}/test/expiry.medium-spec.ts`,
      'services/conversation/test/erasure.medium-spec.ts',
    ],
    [
      [
        'a message to a customer who was forgotten is sent',
        '.filter(({ data }) => data.conversationId === undefined || !erased.has(data.conversationId.toLowerCase()))',
        '',
      ],
    ],
  ),
  ...faultsOf('libs/whatsapp/src/errors.ts', WHATSAPP, [
    ['131016 is permanent', 'codes: [131016, 133004],\n    ...TRANSIENT,', "codes: [131016, 133004],\n    class: 'permanent',"],
    ['131026 is tried again', "codes: [131026],\n    class: 'permanent',", "codes: [131026],\n    class: 'retry',"],
    [
      '131056 stops the number',
      "codes: [131056],\n    class: 'wait',\n    scope: 'pair',",
      "codes: [131056],\n    class: 'wait',\n    scope: 'number',",
    ],
    [
      '131031 stops the number alone',
      "codes: [131031],\n    class: 'stop',\n    scope: 'waba',",
      "codes: [131031],\n    class: 'stop',\n    scope: 'number',",
    ],
    ['131053 has four attempts', 'maxAttempts: 2,', 'maxAttempts: 4,'],
    ['190 is permanent', "codes: [0, 104, 190],\n    class: 'auth',", "codes: [0, 104, 190],\n    class: 'permanent',"],
  ]),
  ...faultsOf(
    'libs/whatsapp/src/signature.ts',
    ['libs/whatsapp/src/signature.spec.ts'],
    [
      ['an empty app secret opens the door', "appSecret === '' ||", ''],
      [
        'any signature of the right form is taken',
        "return timingSafeEqual(expected, Buffer.from(header.slice(7), 'hex'));",
        'return true;',
      ],
    ],
  ),
];
