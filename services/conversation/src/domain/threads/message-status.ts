import { MESSAGE_PROGRESS, type MessageProgress } from '#contracts';

export const rankOf = (status: MessageProgress): number => MESSAGE_PROGRESS.indexOf(status);

export interface MessageStatus {
  progress: MessageProgress;
  failed: boolean;
  wamid: string | null;
  pricing: unknown;
  errors: readonly unknown[];
}

export interface StatusChange {
  status: MessageProgress | 'failed';
  wamid?: string | null;
  pricing?: unknown;
  errors: readonly unknown[];
}

/** Nothing is known yet. */
export const QUEUED: MessageStatus = { progress: 'queued', failed: false, wamid: null, pricing: null, errors: [] };

/** Folds a change in: never backwards, nothing known is forgotten. @returns `current` itself when it brings nothing new */
export function mergeStatus(current: MessageStatus, change: StatusChange): MessageStatus {
  const failed = current.failed || change.status === 'failed';
  const isFurther = change.status !== 'failed' && rankOf(change.status) > rankOf(current.progress);
  const next: MessageStatus = {
    progress: isFurther ? (change.status as MessageProgress) : current.progress,
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
  failed && MESSAGE_PROGRESS.indexOf(progress as MessageProgress) < rankOf('delivered') ? 'failed' : progress;
