import { isWindowOpen, windowAfter } from './service-window.js';

/** Recorded and shown, but not something that a customer says: they ask for nothing and open no window. */
export const SILENT_TYPES = ['reaction', 'system', 'edit', 'revoke'] as const;

export interface InboundEffect {
  /** The customer spoke: the window runs from here and a closed conversation opens again. */
  isTurn: boolean;
  /**
   * The bot is to be asked, and the epoch grows. Both or neither: a message that ended the running turn without asking anew would
   * leave the customer without any answer. A webhook that comes after the window has passed asks for nothing, nor does a message
   * that another agent (Meta's own) is to answer: Meta reports those in `standby` and stops when a business message takes over.
   */
  asksForReply: boolean;
}

export function effectOf(message: { type: string; timestamp: string; standby?: boolean }, now: Date): InboundEffect {
  const isTurn = !(SILENT_TYPES as readonly string[]).includes(message.type);
  return { isTurn, asksForReply: isTurn && !message.standby && isWindowOpen(windowAfter(message.timestamp), now) };
}

/** What stands for a message in a question or a history: its text, else its type in brackets (`[image]`). */
export const spoken = (message: { type: string; text?: string | null }): string => message.text || `[${message.type}]`;
