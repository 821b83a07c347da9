import type { Schemas } from '../../api/client';

/** Short names for the shapes of the inbox, all of them generated from the API. */
export type Conversation = Schemas['ConversationDto'];
export type ContactSummary = Conversation['contact'];
export type LastMessage = NonNullable<Conversation['lastMessage']>;
export type Message = Schemas['Conversation_MessageDto'];
export type Media = NonNullable<Message['media']>;
export type Citation = Schemas['CitationDto'];
export type DeliveryError = Schemas['DeliveryErrorDto'];
export type Reaction = Schemas['ReactionDto'];
export type SearchHit = Schemas['FoundMessageDto'];
export type Note = Schemas['NoteDto'];
export type Activity = Schemas['ActivityDto'];
export type Counts = Schemas['ConversationCountsDto'];
export type Label = Schemas['LabelDto'];
export type Team = Schemas['TeamDto'];
export type CannedReply = Schemas['CannedReplyDto'];
export type Macro = Schemas['MacroDto'];
export type MacroAction = Schemas['MacroActionDto'];
export type Contact = Schemas['ContactDto'];
export type InboxSettings = Schemas['InboxSettingsDto'];
/** Live events do not say when somebody was last seen. */
export type Presence = Omit<Schemas['PresenceDto'], 'seenAt'>;
/** What leaves by POST /conversations/{id}/messages. */
export type OutgoingBody = Schemas['SendAgentMessageBody'];

export type State = Conversation['state'];
export type Priority = NonNullable<Conversation['priority']>;
export type Author = Message['author'];
export type Availability = Presence['availability'];
export type Consent = Contact['consent']['marketing'];
type Assignment = NonNullable<InboxSettings['assignment']>;

/** The values of a type in the order in which people see them; it does not compile where one is missing. */
const all = <Value extends string>(values: Record<Value, true>): Value[] => Object.keys(values) as Value[];
export const STATES = all<State>({ open: true, pending: true, snoozed: true, closed: true });
export const PRIORITIES = all<Priority>({ low: true, normal: true, high: true, urgent: true });
export const MACRO_KINDS = all<MacroAction['kind']>({ reply: true, label: true, assign: true, priority: true, snooze: true, close: true });
export const ASSIGNMENTS = all<Assignment>({ manual: true, round_robin: true, least_busy: true });
export const CONSENTS = all<Consent>({ unknown: true, granted: true, denied: true });

export const MEDIA_TYPES = ['image', 'video', 'audio', 'document', 'sticker'] as const satisfies OutgoingBody['type'][];
export type MediaType = (typeof MEDIA_TYPES)[number];
