import { IN_GROUP, type Author, type Direction } from '#contracts';
import type { Occurrence } from './counts.js';

export interface RecordedMessage {
  conversationId: string;
  outletId: string;
  seq: number;
  direction: Direction;
  author: Author;
  at: string;
}

const BY_AUTHOR = { bot: 'messagesBot', agent: 'messagesAgent', api: 'messagesApi' } as const;

export function ofMessage({ direction, author, at, outletId }: RecordedMessage): Occurrence[] {
  if (direction === 'inbound') return [{ at, outletId, metric: 'messagesIn' }];
  const byAuthor = author === 'bot' || author === 'agent' || author === 'api' ? [{ at, outletId, metric: BY_AUTHOR[author] }] : [];
  return [{ at, outletId, metric: 'messagesOut' }, ...byAuthor];
}

/** Counts the handoffs that took place; a handoff that the bot proposed may have come too late. */
export function ofOwnerChange(change: {
  at: string;
  outletId: string;
  state: string;
  owner: string;
  previousOwner: string;
  reason: string;
}): Occurrence[] {
  const { at, outletId } = change;
  if (change.state === 'closed') return [{ at, outletId, metric: 'conversationsClosed' }];
  if (change.reason === IN_GROUP) return [];
  if (change.previousOwner === 'bot' && change.owner !== 'bot')
    return [{ at, outletId, metric: 'handoffs', label: change.reason.slice(0, 100) }];
  return [];
}

export type Stage = 'accepted' | 'sent' | 'delivered' | 'read' | 'failed';

const FUNNEL: readonly Stage[] = ['accepted', 'sent', 'delivered', 'read'];

/** The stages that a message with this status has passed. A read message was delivered even if no status said so. */
export function stagesOf(status: string): readonly Stage[] {
  if (status === 'failed') return ['failed'];
  const reached = FUNNEL.indexOf((status === 'played' ? 'read' : status) as Stage);
  return FUNNEL.slice(0, reached + 1);
}

/** The stages that these statuses show, each stage of a message once, with the first status that shows it. */
export function firstOfStages<S extends { messageId: string; status: string }>(statuses: readonly S[]): (S & { stage: Stage })[] {
  const seen = new Set<string>();
  return statuses
    .flatMap((status) => stagesOf(status.status).map((stage) => ({ ...status, stage })))
    .filter(({ messageId, stage }) => {
      const key = `${messageId} ${stage}`;
      if (seen.has(key)) return false;
      seen.add(key);
      return true;
    });
}
