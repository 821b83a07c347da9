import { companyTable, messagingCompanyTables, type CompanyTable } from '#company-data';
import { ActivityRow } from '../activities/activity.entity.js';
import { ContactAttributeRow } from '../attributes/contact-attribute.entity.js';
import { CannedReplyRow } from '../collaboration/canned-reply.entity.js';
import { ConversationLabelRow } from '../collaboration/conversation-label.entity.js';
import { LabelRow } from '../collaboration/label.entity.js';
import { NoteRow } from '../collaboration/note.entity.js';
import { TeamMemberRow } from '../collaboration/team-member.entity.js';
import { TeamRow } from '../collaboration/team.entity.js';
import { ConsentRow } from '../consent/consent.entity.js';
import { ConsentSettingsRow } from '../consent/consent-settings.entity.js';
import { ErasedRefusalRow } from '../consent/erased-refusal.entity.js';
import { ContactCountChangeRow } from '../contacts/contact-count-change.entity.js';
import { ContactCountRow } from '../contacts/contact-count.entity.js';
import { ContactRow } from '../contacts/contact.entity.js';
import { MergedConversationRow } from '../contacts/merged-conversation.entity.js';
import { ContactImportChangeRow } from '../imports/contact-import-change.entity.js';
import { ContactImportErrorRow } from '../imports/contact-import-error.entity.js';
import { ContactImportFileRow } from '../imports/contact-import-file.entity.js';
import { ContactImportRow } from '../imports/contact-import.entity.js';
import { GroupParticipantRow } from '../groups/group-participant.entity.js';
import { InboxLogEntryRow } from '../live/inbox-log-entry.entity.js';
import { InboxPositionRow } from '../live/inbox-position.entity.js';
import { MacroRow } from '../macros/macro.entity.js';
import { MediaRow } from '../media/media.entity.js';
import { IdempotencyKeyRow } from '../messages/idempotency-key.entity.js';
import { PendingChangeRow } from '../messages/pending-change.entity.js';
import { PendingStatusRow } from '../messages/pending-status.entity.js';
import { NotificationRow } from '../notifications/notification.entity.js';
import { PresenceRow } from '../ownership/presence.entity.js';
import { ErasedIdentityRow } from '../privacy/erased-identity.entity.js';
import { ErasureServiceRow } from '../privacy/erasure-service.entity.js';
import { ErasureRow } from '../privacy/erasure.entity.js';
import { RetentionRow } from '../privacy/retention.entity.js';
import { MessageTermRow } from '../search/message-term.entity.js';
import { SearchPositionRow } from '../search/search-position.entity.js';
import { InboxSettingsRow } from '../settings/inbox-settings.entity.js';
import { ContactSpellingRow } from '../spellings/contact-spelling.entity.js';
import { SurveySettingsRow } from '../surveys/survey-settings.entity.js';
import { SurveyRow } from '../surveys/survey.entity.js';
import { ConversationRow } from '../threads/conversation.entity.js';
import { CountChangeRow } from '../threads/count-change.entity.js';
import { CountCheckRow } from '../threads/count-check.entity.js';
import { CountRow } from '../threads/count.entity.js';
import { MessageRow } from '../threads/message.entity.js';
import { SavedViewRow } from '../views/saved-view.entity.js';

/** Every table that holds rows of companies, in the order in which they are deleted: what refers to others first. */
export const companyTables: readonly CompanyTable[] = [
  companyTable(ContactImportErrorRow, { export: 'contact-import-errors' }),
  companyTable(ContactImportChangeRow, { hidden: 'what it takes to undo an import' }),
  companyTable(ContactImportFileRow, { hidden: 'which files are to be taken away' }),
  companyTable(ContactImportRow, { export: 'contact-imports' }),
  companyTable(NotificationRow, { export: 'notifications' }),
  companyTable(ConversationLabelRow, { export: 'conversation-labels' }),
  companyTable(NoteRow, { export: 'notes' }),
  companyTable(SurveyRow, { export: 'surveys' }),
  companyTable(SurveySettingsRow, { export: 'survey-settings' }),
  companyTable(ActivityRow, { export: 'activities' }),
  companyTable(MessageTermRow, { hidden: 'the search makes it anew from the messages' }),
  companyTable(SearchPositionRow, { hidden: 'how far the search has come' }),
  // The bytes go with the store’s part of the company, after all rows.
  companyTable(MediaRow, { export: 'files' }),
  companyTable(MessageRow, { export: 'messages' }),
  companyTable(PendingChangeRow, { hidden: 'waits for a message that has not come' }),
  companyTable(PendingStatusRow, { hidden: 'waits for a message that has not come' }),
  companyTable(IdempotencyKeyRow, { hidden: 'keys of programs, kept for days' }),
  companyTable(ConversationRow, { export: 'conversations' }),
  companyTable(MergedConversationRow, { export: 'merged-conversations' }),
  companyTable(GroupParticipantRow, { export: 'group-participants' }),
  companyTable(ConsentRow, { export: 'consents' }),
  companyTable(ContactSpellingRow, { export: 'contact-spellings' }),
  companyTable(ContactRow, { export: 'contacts', namesOthers: 'mergedInto' }),
  companyTable(ContactAttributeRow, { export: 'contact-attributes' }),
  companyTable(LabelRow, { export: 'labels' }),
  companyTable(InboxSettingsRow, { export: 'inbox-settings' }),
  companyTable(TeamMemberRow, { export: 'team-members' }),
  companyTable(TeamRow, { export: 'teams' }),
  companyTable(CannedReplyRow, { export: 'canned-replies' }),
  companyTable(MacroRow, { export: 'macros' }),
  companyTable(SavedViewRow, { export: 'saved-views' }),
  companyTable(InboxLogEntryRow, { hidden: 'what screens were told' }),
  companyTable(InboxPositionRow, { hidden: 'what screens were told' }),
  companyTable(PresenceRow, { hidden: 'who is at a screen now' }),
  companyTable(RetentionRow, { export: 'retention' }),
  companyTable(ConsentSettingsRow, { export: 'consent-settings' }),
  companyTable(ErasedRefusalRow, { hidden: 'hashes that nobody can read' }),
  companyTable(ErasedIdentityRow, { hidden: 'hashes that nobody can read' }),
  companyTable(ErasureServiceRow, { export: 'erasure-services' }),
  companyTable(ErasureRow, { export: 'erasures' }),
  // Behind the conversations: whatever changes them is counted.
  companyTable(CountChangeRow, { hidden: 'counts of what is in other files' }),
  companyTable(CountCheckRow, { hidden: 'counts of what is in other files', role: 'system' }),
  companyTable(CountRow, { hidden: 'counts of what is in other files' }),
  companyTable(ContactCountChangeRow, { hidden: 'counts of what is in other files' }),
  companyTable(ContactCountRow, { hidden: 'counts of what is in other files' }),
  ...messagingCompanyTables('conversation'),
];
