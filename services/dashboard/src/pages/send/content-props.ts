import type { MessageDraft } from '../../sending/message-draft';

/** What the fields of every kind of message share. */
export interface ContentProps {
  draft: MessageDraft;
  onChange: (part: Partial<MessageDraft>) => void;
  error: (field: string) => string | undefined;
}
