import { isSilent, readOrderAnswer } from '#contracts';
import { isWindowOpen, windowAfter } from './service-window.js';

/** What has to be looked at or listened to; the words with it are only a part of what the customer says. A sticker is no more than a smile. */
export const UNSEEN_TYPES: ReadonlySet<string> = new Set(['image', 'video', 'audio', 'voice', 'document', 'location', 'contacts', 'order']);

export interface InboundEffect {
  /** The customer has said something that is to be read or answered: a closed conversation opens again. */
  isTurn: boolean;
  /**
   * The bot is to be asked, and the epoch grows. Both or neither: a message that ended the running turn without asking anew would
   * leave the customer without any answer. A webhook that comes after the window has passed asks for nothing, nor does a message
   * that another agent (Meta's own) is to answer: Meta reports those in `standby` and stops when a business message takes over.
   */
  asksForReply: boolean;
  /** The customer spoke to the business: the service window runs from here, also where nobody has to answer. */
  opensWindow: boolean;
}

/**
 * What is written in a group opens the window of the whole group, as a customer's message opens theirs (Meta, "Groups API pricing": how
 * customer service windows work). Whether the bot speaks there, the tenant decides.
 */
export function effectOf(message: { type: string; timestamp: string; standby?: boolean; raw?: unknown }, now: Date): InboundEffect {
  const isTurn = !isSilent(message.type);
  // Commerce, which asked by these buttons, says what came of the answer.
  if (readOrderAnswer(message.raw)) return { isTurn: false, opensWindow: true, asksForReply: false };
  return { isTurn, opensWindow: isTurn, asksForReply: isTurn && !message.standby && isWindowOpen(windowAfter(message.timestamp), now) };
}

/** What stands for a message in a question or a history: its text, else its type in brackets (`[image]`). */
export const spoken = (message: { type: string; text?: string | null }): string => message.text || `[${message.type}]`;
