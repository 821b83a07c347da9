/** Something that people who watch an inbox are to see. It names what it is about; what that looks like is read when it is shown. */
export interface LiveEntry {
  outletId: string;
  conversationId: string;
  /** `message`: is new. `status`: of a message. `conversation`: anything of it. `merged`: it went into another one. */
  kind: 'message' | 'status' | 'conversation' | 'merged' | 'note' | 'contact';
  /** The message, note or contact; of `merged` the conversation that stays. */
  refId?: string;
}
