import { MESSAGE_PROGRESS, type EventOf, type messageCancelled, type statusChanged } from '#contracts';

/**
 * How far a message got for people: as WhatsApp has it, or taken back before it left. Of one that was to be sent again WhatsApp may report
 * later that the customer has it after all: that counts.
 */
const HAS_IT = MESSAGE_PROGRESS.indexOf('accepted');
const SHOWN_PROGRESS = [...MESSAGE_PROGRESS.slice(0, HAS_IT), 'cancelled', ...MESSAGE_PROGRESS.slice(HAS_IT)] as const;
export type ShownProgress = (typeof SHOWN_PROGRESS)[number];

export const rankOf = (status: ShownProgress): number => SHOWN_PROGRESS.indexOf(status);

export interface MessageStatus {
  progress: ShownProgress;
  failed: boolean;
  wamid: string | null;
  pricing: unknown;
  errors: readonly unknown[];
}

export interface StatusChange {
  status: ShownProgress | 'failed';
  wamid?: string | null;
  pricing?: unknown;
  errors: readonly unknown[];
}

/** What is told of a message: how far it got, or that it was taken back. */
export type ToldStatus = Omit<EventOf<typeof statusChanged>, 'data'> & {
  data: Omit<EventOf<typeof statusChanged>['data'], 'status'> & { status: ShownProgress | 'failed' };
};

/** @returns none for a message that was taken back before its time came: it stands in no conversation */
export function toldCancelled({ data: { wasScheduled, ...data }, ...event }: EventOf<typeof messageCancelled>): ToldStatus[] {
  return wasScheduled ? [] : [{ ...event, data: { ...data, status: 'cancelled', errors: [] } }];
}

/** Nothing is known yet. */
export const QUEUED: MessageStatus = { progress: 'queued', failed: false, wamid: null, pricing: null, errors: [] };

/** Folds a change in: never backwards, nothing known is forgotten. @returns `current` itself when it brings nothing new */
export function mergeStatus(current: MessageStatus, change: StatusChange): MessageStatus {
  const failed = current.failed || change.status === 'failed';
  const isFurther = change.status !== 'failed' && rankOf(change.status) > rankOf(current.progress);
  const next: MessageStatus = {
    progress: isFurther ? (change.status as ShownProgress) : current.progress,
    failed,
    wamid: current.wamid ?? change.wamid ?? null,
    pricing: current.pricing ?? change.pricing ?? null,
    errors: current.errors.length > 0 ? current.errors : change.errors,
  };
  const isSame = (['progress', 'failed', 'wamid', 'pricing'] as const).every((key) => (current[key] ?? null) === (next[key] ?? null));
  return isSame && next.errors.length === current.errors.length ? current : next;
}

/** The one word that people see: a failure, unless the message reached the customer after all. */
export const shownStatus = (progress: string, failed: boolean): string =>
  failed && rankOf(progress as ShownProgress) < rankOf('delivered') ? 'failed' : progress;
