export interface Note {
  id: string;
  conversationId: string;
  authorId: string;
  text: string;
  /** seq of the message that it stands behind; 0 before the first. */
  afterSeq: number;
  at: string;
}
