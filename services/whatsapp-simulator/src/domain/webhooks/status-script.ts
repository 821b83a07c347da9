import type { WebhookError } from '../graph/graph-error.js';

export type OutboundStatus = 'accepted' | 'sent' | 'delivered' | 'read' | 'failed';

export interface StatusStep {
  status: 'sent' | 'delivered' | 'failed';
  /** After the acceptance, in milliseconds. */
  afterMs: number;
  errors?: WebhookError[];
}

const DELIVERED_AFTER_MS = 120;

/**
 * The statuses that an accepted message gets by itself: `sent` at once, `delivered` shortly, or `failed` instead of both.
 * Reactions are only ever `sent` (Meta, "Message status webhooks"). `read` comes from the customer and is not in the script.
 */
export function statusScript(input: {
  type: string;
  failure?: WebhookError;
  /** Between two steps; replaces the usual pace. */
  statusDelayMs?: number;
  stopAt?: 'accepted' | 'sent';
}): StatusStep[] {
  const first = input.statusDelayMs ?? 0;
  if (input.stopAt === 'accepted') return [];
  if (input.failure) return [{ status: 'failed', afterMs: first, errors: [input.failure] }];
  const sent: StatusStep = { status: 'sent', afterMs: first };
  if (input.type === 'reaction' || input.stopAt === 'sent') return [sent];
  return [sent, { status: 'delivered', afterMs: first + (input.statusDelayMs ?? DELIVERED_AFTER_MS) }];
}

const RANK: Record<OutboundStatus, number> = { accepted: 0, sent: 1, delivered: 2, read: 3, failed: 4 };

/** Whether a message in `from` may still become `to`: never backwards, never out of `failed`. */
export function mayBecome(from: OutboundStatus, to: OutboundStatus): boolean {
  return RANK[to] > RANK[from];
}
