import type { EntityClass } from '#database';
import { messagingEntities } from '#messaging';
import { ActivityRow } from './activities/activity.entity.js';
import { CannedReplyRow } from './collaboration/canned-reply.entity.js';
import { ConversationLabelRow } from './collaboration/conversation-label.entity.js';
import { LabelRow } from './collaboration/label.entity.js';
import { NoteRow } from './collaboration/note.entity.js';
import { TeamMemberRow } from './collaboration/team-member.entity.js';
import { TeamRow } from './collaboration/team.entity.js';
import { ConsentRow } from './consent/consent.entity.js';
import { ContactSpellingRow } from './spellings/contact-spelling.entity.js';
import { ConsentSettingsRow } from './consent/consent-settings.entity.js';
import { ErasedRefusalRow } from './consent/erased-refusal.entity.js';
import { ContactImportChangeRow } from './imports/contact-import-change.entity.js';
import { ContactImportErrorRow } from './imports/contact-import-error.entity.js';
import { ContactImportFileRow } from './imports/contact-import-file.entity.js';
import { ContactImportRow } from './imports/contact-import.entity.js';
import { ContactCountChangeRow } from './contacts/contact-count-change.entity.js';
import { ContactCountRow } from './contacts/contact-count.entity.js';
import { ContactAttributeRow } from './attributes/contact-attribute.entity.js';
import { ContactRow } from './contacts/contact.entity.js';
import { MergedConversationRow } from './contacts/merged-conversation.entity.js';
import { GroupParticipantRow } from './groups/group-participant.entity.js';
import { InboxLogEntryRow } from './live/inbox-log-entry.entity.js';
import { InboxPositionRow } from './live/inbox-position.entity.js';
import { MacroRow } from './macros/macro.entity.js';
import { MediaRow } from './media/media.entity.js';
import { IdempotencyKeyRow } from './messages/idempotency-key.entity.js';
import { PendingChangeRow } from './messages/pending-change.entity.js';
import { PendingStatusRow } from './messages/pending-status.entity.js';
import { NotificationRow } from './notifications/notification.entity.js';
import { PresenceRow } from './ownership/presence.entity.js';
import { ErasedIdentityRow } from './privacy/erased-identity.entity.js';
import { ErasureServiceRow } from './privacy/erasure-service.entity.js';
import { ErasureRow } from './privacy/erasure.entity.js';
import { RetentionRow } from './privacy/retention.entity.js';
import { MessageTermRow } from './search/message-term.entity.js';
import { SearchPositionRow } from './search/search-position.entity.js';
import { InboxSettingsRow } from './settings/inbox-settings.entity.js';
import { SurveySettingsRow } from './surveys/survey-settings.entity.js';
import { SurveyRow } from './surveys/survey.entity.js';
import { ConversationRow } from './threads/conversation.entity.js';
import { CountChangeRow } from './threads/count-change.entity.js';
import { CountCheckRow } from './threads/count-check.entity.js';
import { CountRow } from './threads/count.entity.js';
import { MessageRow } from './threads/message.entity.js';
import { SavedViewRow } from './views/saved-view.entity.js';

/** Every table of the schema. */
export const entities: readonly EntityClass[] = [
  ...messagingEntities('conversation'),
  ActivityRow,
  CannedReplyRow,
  ConversationLabelRow,
  LabelRow,
  NoteRow,
  TeamMemberRow,
  TeamRow,
  ConsentRow,
  ConsentSettingsRow,
  ErasedIdentityRow,
  ErasedRefusalRow,
  ContactCountChangeRow,
  ContactCountRow,
  ContactRow,
  ContactAttributeRow,
  ContactImportRow,
  ContactImportErrorRow,
  ContactImportChangeRow,
  ContactImportFileRow,
  ContactSpellingRow,
  MergedConversationRow,
  GroupParticipantRow,
  InboxLogEntryRow,
  InboxPositionRow,
  MacroRow,
  MediaRow,
  IdempotencyKeyRow,
  PendingChangeRow,
  PendingStatusRow,
  NotificationRow,
  PresenceRow,
  ErasureServiceRow,
  ErasureRow,
  RetentionRow,
  MessageTermRow,
  SearchPositionRow,
  InboxSettingsRow,
  SurveySettingsRow,
  SurveyRow,
  ConversationRow,
  CountChangeRow,
  CountCheckRow,
  CountRow,
  MessageRow,
  SavedViewRow,
];
