import type { EntityClass } from '#database';
import { messagingEntities } from '#messaging';
import { CannedReplyRow } from './collaboration/canned-reply.entity.js';
import { ConversationLabelRow } from './collaboration/conversation-label.entity.js';
import { LabelRow } from './collaboration/label.entity.js';
import { NoteRow } from './collaboration/note.entity.js';
import { TeamMemberRow } from './collaboration/team-member.entity.js';
import { TeamRow } from './collaboration/team.entity.js';
import { ContactRow } from './contacts/contact.entity.js';
import { MergedConversationRow } from './contacts/merged-conversation.entity.js';
import { InboxLogEntryRow } from './live/inbox-log-entry.entity.js';
import { InboxPositionRow } from './live/inbox-position.entity.js';
import { MediaRow } from './media/media.entity.js';
import { IdempotencyKeyRow } from './messages/idempotency-key.entity.js';
import { PendingStatusRow } from './messages/pending-status.entity.js';
import { PresenceRow } from './ownership/presence.entity.js';
import { ErasureServiceRow } from './privacy/erasure-service.entity.js';
import { ErasureRow } from './privacy/erasure.entity.js';
import { RetentionRow } from './privacy/retention.entity.js';
import { MessageTermRow } from './search/message-term.entity.js';
import { SearchPositionRow } from './search/search-position.entity.js';
import { InboxSettingsRow } from './settings/inbox-settings.entity.js';
import { ConversationRow } from './threads/conversation.entity.js';
import { CountChangeRow } from './threads/count-change.entity.js';
import { CountCheckRow } from './threads/count-check.entity.js';
import { CountRow } from './threads/count.entity.js';
import { MessageRow } from './threads/message.entity.js';

/** Every table of the schema. */
export const entities: readonly EntityClass[] = [
  ...messagingEntities('conversation'),
  CannedReplyRow,
  ConversationLabelRow,
  LabelRow,
  NoteRow,
  TeamMemberRow,
  TeamRow,
  ContactRow,
  MergedConversationRow,
  InboxLogEntryRow,
  InboxPositionRow,
  MediaRow,
  IdempotencyKeyRow,
  PendingStatusRow,
  PresenceRow,
  ErasureServiceRow,
  ErasureRow,
  RetentionRow,
  MessageTermRow,
  SearchPositionRow,
  InboxSettingsRow,
  ConversationRow,
  CountChangeRow,
  CountCheckRow,
  CountRow,
  MessageRow,
];
