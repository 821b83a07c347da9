import type { EventDefinition, QueryDefinition, SignalDefinition } from './event.js';
import { accountChanged } from './events/account-changed.js';
import { conversationAudited, knowledgeAudited } from './events/change-audited.js';
import { mediaFetched } from './events/media-fetched.js';
import { mediaFetchRequested } from './events/media-fetch-requested.js';
import { answersErased, sendingsErased, webhooksErased } from './events/contact-data-erased.js';
import { contactErasureRequested } from './events/contact-erasure-requested.js';
import { messageReceived } from './events/message-received.js';
import { messageRecorded } from './events/message-recorded.js';
import { messageSubmitted } from './events/message-submitted.js';
import { ownerChanged } from './events/owner-changed.js';
import { replyGenerated } from './events/reply-generated.js';
import { replyRequested } from './events/reply-requested.js';
import { sendRequested } from './events/send-requested.js';
import { statusChanged } from './events/status-changed.js';
import { statusReceived } from './events/status-received.js';
import { typingStarted } from './events/typing-started.js';
import { knowledgeSearch, knowledgeSearchMany } from './queries/knowledge-search.js';
import { liveFeed } from './queries/live-feed.js';
import { liveMissed } from './queries/live-missed.js';
import { presenceReport } from './queries/presence-report.js';
import type { ServiceName } from './services.js';
import { agentTyping } from './signals/agent-typing.js';
import { draftGrew } from './signals/draft-grew.js';
import { inboxMoved } from './signals/inbox-moved.js';

/** Every event of the system, in the order in which one customer message meets them. Streams, durables and docs/events.md derive from it. */
export const EVENTS: readonly EventDefinition[] = [
  messageReceived,
  statusReceived,
  accountChanged,
  messageRecorded,
  mediaFetchRequested,
  mediaFetched,
  replyRequested,
  replyGenerated,
  ownerChanged,
  sendRequested,
  messageSubmitted,
  statusChanged,
  typingStarted,
  contactErasureRequested,
  sendingsErased,
  webhooksErased,
  answersErased,
  conversationAudited,
  knowledgeAudited,
];

export const QUERIES: readonly QueryDefinition[] = [knowledgeSearch, knowledgeSearchMany, liveFeed, liveMissed, presenceReport];

export const SIGNALS: readonly SignalDefinition[] = [inboxMoved, draftGrew, agentTyping];

/** Dead letters of every consumer: `chasqui-dead.<consumer>.<original subject>`. */
export const DEAD_LETTER_STREAM = 'CHASQUI_DEAD';
export const DEAD_LETTER_SUBJECT = 'chasqui-dead.>';
/** All gateways share it, so that every dead letter comes to one of them. */
export const DEAD_LETTER_READER = { service: 'gateway', durable: 'gateway__dead_letters' } as const satisfies {
  service: ServiceName;
  durable: string;
};
