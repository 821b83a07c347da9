import type { EventDefinition, QueryDefinition, SignalDefinition } from './event.js';
import { accountChanged } from './events/account-changed.js';
import { answerTried } from './events/answer-tried.js';
import {
  billingAudited,
  commerceAudited,
  engagementAudited,
  conversationAudited,
  knowledgeAudited,
  sendingAudited,
  webhooksAudited,
} from './events/change-audited.js';
import { holdEnded } from './events/hold-ended.js';
import { holdPlaced } from './events/hold-placed.js';
import { mediaFetched } from './events/media-fetched.js';
import { mediaFetchRequested } from './events/media-fetch-requested.js';
import {
  answersErased,
  commerceErased,
  engagementErased,
  knowledgeErased,
  deliveriesErased,
  sendingsErased,
  webhooksErased,
} from './events/contact-data-erased.js';
import { checkoutAbandoned } from './events/checkout-abandoned.js';
import { contactChanged } from './events/contact-changed.js';
import {
  analyticsCompanyDeleted,
  answersCompanyDeleted,
  billingCompanyDeleted,
  companyDeletionDue,
  conversationCompanyDeleted,
  commerceCompanyDeleted,
  engagementCompanyDeleted,
  deliveriesCompanyDeleted,
  knowledgeCompanyDeleted,
  sendingsCompanyDeleted,
  webhooksCompanyDeleted,
} from './events/company-deletion-due.js';
import { contactErasureRequested } from './events/contact-erasure-requested.js';
import { flowMoved } from './events/flow-moved.js';
import { messageCancelled } from './events/message-cancelled.js';
import { messageReceived } from './events/message-received.js';
import { messageRecorded } from './events/message-recorded.js';
import {
  campaignMessageRequested,
  campaignMessagesWithdrawn,
  orderMessageRequested,
  orderMessagesWithdrawn,
  requestedMessageChanged,
} from './events/message-requested.js';
import { messageSubmitted } from './events/message-submitted.js';
import { orderChanged } from './events/order-changed.js';
import { ownerChanged } from './events/owner-changed.js';
import { paymentNoticeReceived } from './events/payment-notice-received.js';
import { quotaWarned } from './events/quota-warned.js';
import { replyGenerated } from './events/reply-generated.js';
import { replyRequested } from './events/reply-requested.js';
import { sendRequested } from './events/send-requested.js';
import { statusChanged } from './events/status-changed.js';
import { statusReceived } from './events/status-received.js';
import { surveyChanged } from './events/survey-changed.js';
import { templateChanged } from './events/template-changed.js';
import { textsEmbedded } from './events/texts-embedded.js';
import { invoiceDue } from './events/invoice-due.js';
import { topUpFailed } from './events/top-up-failed.js';
import { typingStarted } from './events/typing-started.js';
import { webhookEndpointDisabled } from './events/webhook-endpoint-disabled.js';
import { companyData } from './queries/company-data.js';
import { answerReplay } from './queries/answer-replay.js';
import { customerOrders } from './queries/customer-orders.js';
import { openQuestion } from './queries/open-question.js';
import { askedQuestions } from './queries/asked-questions.js';
import { knowledgeSearch, knowledgeSearchMany } from './queries/knowledge-search.js';
import { liveFeed } from './queries/live-feed.js';
import { liveMissed } from './queries/live-missed.js';
import { messageChecks } from './queries/message-checks.js';
import { presenceReport } from './queries/presence-report.js';
import { templateCompose } from './queries/template-compose.js';
import type { ServiceName } from './services.js';
import { agentTyping } from './signals/agent-typing.js';
import { draftGrew } from './signals/draft-grew.js';
import { inboxMoved } from './signals/inbox-moved.js';
import { settingsChanged } from './signals/settings-changed.js';
import { webhookEndpointsChanged } from './signals/webhook-endpoints-changed.js';

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
  answerTried,
  textsEmbedded,
  ownerChanged,
  sendRequested,
  campaignMessageRequested,
  campaignMessagesWithdrawn,
  orderMessageRequested,
  orderMessagesWithdrawn,
  flowMoved,
  requestedMessageChanged,
  messageSubmitted,
  messageCancelled,
  statusChanged,
  holdPlaced,
  holdEnded,
  templateChanged,
  surveyChanged,
  typingStarted,
  contactChanged,
  orderChanged,
  checkoutAbandoned,
  contactErasureRequested,
  sendingsErased,
  webhooksErased,
  answersErased,
  deliveriesErased,
  commerceErased,
  engagementErased,
  knowledgeErased,
  webhookEndpointDisabled,
  paymentNoticeReceived,
  quotaWarned,
  topUpFailed,
  invoiceDue,
  conversationAudited,
  knowledgeAudited,
  sendingAudited,
  webhooksAudited,
  billingAudited,
  commerceAudited,
  engagementAudited,
  companyDeletionDue,
  billingCompanyDeleted,
  knowledgeCompanyDeleted,
  answersCompanyDeleted,
  conversationCompanyDeleted,
  commerceCompanyDeleted,
  engagementCompanyDeleted,
  sendingsCompanyDeleted,
  analyticsCompanyDeleted,
  deliveriesCompanyDeleted,
  webhooksCompanyDeleted,
];

export const QUERIES: readonly QueryDefinition[] = [
  knowledgeSearch,
  knowledgeSearchMany,
  answerReplay,
  askedQuestions,
  openQuestion,
  customerOrders,
  liveFeed,
  liveMissed,
  presenceReport,
  templateCompose,
  messageChecks,
  ...Object.values(companyData),
];

export const SIGNALS: readonly SignalDefinition[] = [inboxMoved, draftGrew, agentTyping, settingsChanged, webhookEndpointsChanged];

/** Dead letters of every consumer: `chasqui-dead.<consumer>.<original subject>`. */
export const DEAD_LETTER_STREAM = 'CHASQUI_DEAD';
export const DEAD_LETTER_SUBJECT = 'chasqui-dead.>';
/** All gateways share it, so that every dead letter comes to one of them. */
export const DEAD_LETTER_READER = { service: 'gateway', durable: 'gateway__dead_letters' } as const satisfies {
  service: ServiceName;
  durable: string;
};
