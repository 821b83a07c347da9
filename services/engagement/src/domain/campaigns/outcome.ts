/** Where a recipient stands: each is in exactly one, and each of a campaign's totals counts one. */
export const RECIPIENT_STATES = ['queued', 'sent', 'delivered', 'read', 'replied', 'failed', 'skipped', 'heldOut', 'optedOut'] as const;
export type RecipientState = (typeof RECIPIENT_STATES)[number];

/** In which nothing more is expected, and of which it is told why. */
export const END_STATES = ['failed', 'skipped', 'optedOut'] as const satisfies readonly RecipientState[];
export type EndState = (typeof END_STATES)[number];

/** In which somebody may be written to once more by another campaign: not while they wait, were left out, or want none. */
export const AGAIN_STATES = ['sent', 'delivered', 'read', 'replied', 'failed', 'skipped'] as const satisfies readonly RecipientState[];
export type AgainState = (typeof AGAIN_STATES)[number];

export const isEnd = (state: RecipientState): state is EndState => (END_STATES as readonly RecipientState[]).includes(state);

/** How far a message got. A later report may still bring `delivered` to what was reported as failed. */
const PROGRESS: Readonly<Partial<Record<RecipientState, number>>> = { queued: 0, sent: 1, failed: 2, delivered: 3, read: 4, replied: 5 };

/** What the sender reports of a message. */
export interface Report {
  status: string;
  refusal?: { code: string; detail: string } | undefined;
  errors: readonly { code: number }[];
}

/** WhatsApp's code for a customer who wants no promotions of this business. */
const STOPPED_AT_WHATSAPP = 131050;

/** The state that a report speaks of, and why; undefined for what says nothing new, such as that it is being sent. */
export function stateOf({ status, refusal, errors }: Report): { state: RecipientState; reason: string | null } | undefined {
  switch (status) {
    case 'unknown':
      return { state: 'sent', reason: 'no_answer' };
    case 'accepted':
    case 'sent':
      return { state: 'sent', reason: null };
    case 'delivered':
      return { state: 'delivered', reason: null };
    case 'read':
    case 'played':
      return { state: 'read', reason: null };
    case 'failed': {
      const code = errors[0]?.code;
      if (code === STOPPED_AT_WHATSAPP) return { state: 'optedOut', reason: String(code) };
      return { state: 'failed', reason: code === undefined ? 'failed' : String(code) };
    }
    case 'refused':
      return { state: refusal?.code === 'opted_out' ? 'optedOut' : 'skipped', reason: refusal?.code ?? 'refused' };
    case 'cancelled':
      return { state: 'skipped', reason: 'cancelled' };
    default:
      return undefined;
  }
}

/** Whether a recipient moves on: never back, and out of an end only where a message was delivered after all. */
export function movesOn(from: RecipientState, to: RecipientState): boolean {
  const [now, next] = [PROGRESS[from], PROGRESS[to]];
  if (now === undefined) return false;
  return next === undefined ? now <= PROGRESS.failed! : next > now;
}
