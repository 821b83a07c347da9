export * from './charge.js';
export * from './client.js';
export * from './graph-payload.js';
export type { Accepted, ClassifiedError, GraphResult, NotSent, Rejected, SendResult, Unknown } from './graph-results.js';
export * from './errors.js';
export * from './graph-version.js';
export type {
  EchoMessage,
  InboundLocation,
  InboundMedia,
  InboundContent,
  InboundMediaKind,
  InboundMessage,
  InboundOrder,
  Referral,
  SharedContact,
  SystemChange,
} from './inbound-message.js';
export { readEcho, readInboundContent } from './inbound-message.js';
export * from './media.js';
export type { FileToUpload } from './multipart.js';
export * from './outbound-content.js';
export * from './own-media.js';
export * from './phone-number.js';
export { COUNTRY_CODES, countryByPrefix, prefixesOfCountry } from './country-prefix.js';
export { storableJson } from './read-json.js';
export { refusalHashes } from './refusal-hash.js';
export { isBusinessScopedUserId } from './sender-directory.js';
export type { Sender } from './sender-directory.js';
export * from './signature.js';
export type { StatusPricing, StatusRecipient, StatusUpdate } from './status-update.js';
export * from './statuses.js';
export * as webhookBuilder from './testing/builders.js';
export type {
  BuiltMessage,
  MessageInput,
  StatusInput,
  TextMessageInput,
  WebhookBody,
  WebhookEntry,
  WebhookTenant,
} from './testing/builders.js';
export * from './templates/definition.js';
export * from './templates/graph-templates.js';
export * from './templates/one-time-code.js';
export * from './templates/rendered.js';
export * from './templates/send.js';
export * from './templates/validate.js';
export * from './validate-outbound.js';
export * from './webhook.js';
export type { WhatsAppError } from './whatsapp-error.js';
