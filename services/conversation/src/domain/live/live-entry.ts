/** Something that people who watch an inbox are to see. It names what it is about; what that looks like is read when it is shown. */
export interface LiveEntry {
  outletId: string;
  conversationId: string;
  /** `message`: is new. `status`: of a message. `conversation`: anything of it. `merged`: it went into another one. */
  kind: 'message' | 'status' | 'conversation' | 'merged' | 'note' | 'contact';
  /** The message, note or contact; of `merged` the conversation that stays. */
  refId?: string;
  /** Of a message in its conversation. */
  seq?: number;
}

/**
 * Messages of one conversation in the order of their seqs, everything else where it stands. Works that share a transaction may say what
 * they did in another order than they did it.
 */
export function inOrder(entries: readonly LiveEntry[]): LiveEntry[] {
  const isMessage = (entry: LiveEntry): boolean => entry.kind === 'message' && entry.seq !== undefined;
  const sorted = new Map<string, LiveEntry[]>();
  for (const entry of entries.filter(isMessage)) sorted.set(entry.conversationId, [...(sorted.get(entry.conversationId) ?? []), entry]);
  for (const messages of sorted.values()) messages.sort((a, b) => a.seq! - b.seq!);
  return entries.map((entry) => (isMessage(entry) ? sorted.get(entry.conversationId)!.shift()! : entry));
}
