import type { Schemas } from '../../api/client';

/** Shapes of the inbox’s interface: REST as it is generated, and what comes live. */
export const STATES = ['open', 'pending', 'snoozed', 'closed'] as const;
export type State = (typeof STATES)[number];
export const OWNERS = ['bot', 'agent', 'none'] as const;
export type Owner = (typeof OWNERS)[number];
export const PRIORITIES = ['low', 'normal', 'high', 'urgent'] as const;
export type Priority = (typeof PRIORITIES)[number];
export const AUTHORS = ['customer', 'bot', 'agent', 'api', 'system'] as const;
export type Author = (typeof AUTHORS)[number];
export type Direction = 'inbound' | 'outbound';

/** Of the interface, as it is generated. */
export type Conversation = Schemas['ConversationDto'];
export type ContactSummary = Conversation['contact'];
export type LastMessage = NonNullable<Conversation['lastMessage']>;
export type Note = Schemas['NoteDto'];
export type Counts = Schemas['ConversationCountsDto'];
export type Label = Schemas['LabelDto'];
export type Team = Schemas['TeamDto'];
export type CannedReply = Schemas['CannedReplyDto'];
/** Live, nobody is told when somebody was last seen. */
export type Presence = Omit<Schemas['PresenceDto'], 'seenAt'>;
export type Contact = Schemas['ContactDto'];

export interface Media {
  id: string;
  status: 'pending' | 'stored' | 'failed' | 'expired';
  contentType: string;
  filename?: string;
  size?: number;
  caption?: string;
  voice?: boolean;
  error?: { code: string; detail: string };
}

export interface Citation {
  documentId?: string;
  title?: string;
  text?: string;
  score?: number;
}

export interface Reaction {
  emoji: string;
  author: Author;
  at: string;
}

export interface Message {
  id: string;
  seq: number;
  direction: Direction;
  author: Author;
  authorId?: string;
  type: string;
  text?: string;
  status: string;
  wamid?: string;
  content?: Record<string, unknown>;
  errors?: readonly unknown[];
  citations?: readonly Citation[];
  media?: Media;
  replyTo?: { messageId?: string; wamid?: string; text?: string };
  reactions?: Reaction[];
  /** What a message says beyond its words, in one shape whoever wrote it. */
  location?: unknown;
  contacts?: unknown;
  interactive?: unknown;
  order?: unknown;
  referral?: unknown;
  unsupported?: { type?: string };
  at: string;
}

export type Availability = 'online' | 'away';
export type Consent = 'unknown' | 'granted' | 'denied';
export interface SearchHit {
  conversationId: string;
  contact: ContactSummary;
  message: Message;
  /** The part around the first hit, and where in it the words stand: [from, to) as `slice` counts. */
  snippet: { text: string; hits: readonly (readonly number[])[] };
}

export const ASSIGNMENTS = ['manual', 'round_robin', 'least_busy'] as const;
export interface InboxSettings {
  assignment: (typeof ASSIGNMENTS)[number];
  teamId?: string | null;
  mostPerAgent: number;
  firstResponseSeconds?: number | null;
  nextResponseSeconds?: number | null;
  escalationTeamId?: string | null;
  escalationMessage?: string | null;
  awayMessage?: string | null;
}

/** What leaves by POST /conversations/{id}/messages. */
export type OutgoingBody =
  | { type: 'text'; text: string; replyToMessageId?: string }
  | { type: MediaType; mediaId: string; caption?: string; filename?: string; replyToMessageId?: string }
  | { type: 'template'; template: Record<string, unknown> }
  | { type: 'reaction'; messageId: string; emoji: string };
export const MEDIA_TYPES = ['image', 'video', 'audio', 'document', 'sticker'] as const;
export type MediaType = (typeof MEDIA_TYPES)[number];

export interface Standing {
  state: State;
  owner: Owner;
  epoch: number;
  assigneeId?: string;
  windowExpiresAt: string | null;
  unreadCount?: number;
  lastMessageAt: string;
}

/** An event of the live log: each inbox’s are numbered without gaps. */
interface Durable {
  inboxId: string;
  inboxSeq: number;
}
export type DurableEvent = Durable &
  (
    | { kind: 'message'; conversationId: string; seq: number; message: Message; standing: Standing }
    | { kind: 'status'; conversationId: string; messageId: string; status: string; message: Message }
    | { kind: 'conversation'; conversation: Conversation }
    /** Into nothing: the customer was erased. */
    | { kind: 'merged'; conversationId: string; into?: string | null }
    | { kind: 'note'; conversationId: string; noteId: string; note: Note | null }
    | { kind: 'contact'; contactId: string; conversationId: string }
  );
export const DURABLE_KINDS = ['message', 'status', 'conversation', 'merged', 'note', 'contact'] as const satisfies DurableEvent['kind'][];

export const conversationIdOf = (event: DurableEvent): string =>
  event.kind === 'conversation' ? event.conversation.id : event.conversationId;

/** What passes and leaves nothing. */
export type PassingEvent =
  | { kind: 'typing'; conversationId: string; userId?: string; author: string }
  | { kind: 'draft'; conversationId: string; text: string; done: boolean; epoch: number }
  | { kind: 'presence'; userId: string; availability: Availability; isConnected: boolean }
  | { kind: 'assigned'; conversationId: string; assigneeId: string };
export const PASSING_KINDS = ['typing', 'draft', 'presence', 'assigned'] as const satisfies PassingEvent['kind'][];
