import type { ClassifiedError } from '#whatsapp';

/** What waits, always of one tenant. `app`: all its numbers, since its tokens are of its own app and so is that app's rate limit. */
export type HoldScope = 'app' | 'waba' | 'number' | 'template';
/** The code of a hold that a person or a program has placed, in place of Meta's. */
export const BY_HAND = 'by_hand';

/** auth: until the outlet's token changes; stop: until somebody resumes; wait: until a time. */
export type HoldKind = 'auth' | 'stop' | 'wait';

/** Messages of the scope stay in the queue, none is burnt. */
export interface HoldRequest {
  scope: HoldScope;
  /** `app`: empty; `waba`: the account's id; `number`: the outlet's id; `template`: `<waba id>:<template name>`. */
  key: string;
  kind: HoldKind;
  /** Meta's code, or one of ours: token_missing, token_unreadable, request_not_valid, messaging_limit, by_hand. */
  code: string;
  title: string;
  advice: string;
  /** Only of `wait`. */
  delayMs?: number;
  /** Only of `auth`: the sealed token that was refused, so that another one ends the hold. */
  sealedToken?: string;
}

/** Where a message stands, for the scopes of holds. */
export interface Place {
  outletId: string;
  wabaId: string | null;
  template: string | null;
  sealedToken: string | null;
}

/**
 * The hold that an error of class auth, stop or wait puts on its bucket. A wait of scope `pair` concerns one lane only and needs none.
 * A scope that the message cannot name (a template error for a text) falls back to the number.
 */
export function holdFor(
  error: Pick<ClassifiedError, 'class' | 'scope' | 'code' | 'title' | 'advice'>,
  place: Place,
  delayMs?: number,
): HoldRequest | undefined {
  if (error.class !== 'auth' && error.class !== 'stop' && error.class !== 'wait') return undefined;
  if (error.class === 'wait' && error.scope === 'pair') return undefined;
  const reason = { code: String(error.code ?? 0), title: error.title, advice: error.advice };
  if (error.class === 'auth') {
    return {
      scope: 'number',
      key: place.outletId,
      kind: 'auth',
      ...reason,
      ...(place.sealedToken ? { sealedToken: place.sealedToken } : {}),
    };
  }
  return { ...bucket(error.scope, place), kind: error.class, ...reason, ...(error.class === 'wait' ? { delayMs: delayMs ?? 0 } : {}) };
}

function bucket(scope: ClassifiedError['scope'], place: Place): { scope: HoldScope; key: string } {
  if (scope === 'app') return { scope, key: '' };
  if (scope === 'waba' && place.wabaId) return { scope, key: place.wabaId };
  if (scope === 'template' && place.wabaId && place.template) return { scope, key: `${place.wabaId}:${place.template}` };
  return { scope: 'number', key: place.outletId };
}

/** What a hold stops, by the names that others know it by. */
export function holdTarget({ scope, key }: { scope: HoldScope; key: string }): {
  scope: HoldScope;
  outletId?: string;
  wabaId?: string;
  template?: string;
} {
  switch (scope) {
    case 'app':
      return { scope };
    case 'number':
      return { scope, outletId: key };
    case 'waba':
      return { scope, wabaId: key };
    case 'template': {
      const end = key.indexOf(':');
      return { scope, wabaId: key.slice(0, end), template: key.slice(end + 1) };
    }
  }
}
