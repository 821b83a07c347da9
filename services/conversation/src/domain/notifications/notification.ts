/** What a person is told of: somebody named them in a note. */
export interface Notification {
  id: string;
  conversationId: string;
  noteId: string;
  /** Who wrote the note. */
  authorId: string;
  contactName: string;
  /** The beginning of the note. */
  text: string;
  at: string;
  readAt: string | null;
}
