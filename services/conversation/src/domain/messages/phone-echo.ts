import { isSilent } from '#contracts';
import { readEcho, type EchoMessage } from '#whatsapp';
import { WINDOW_MS } from '../threads/service-window.js';

/** @param change what the gateway tells of a webhook's field @returns the message that somebody wrote on the phone app; undefined for anything else */
export function phoneEchoOf(change: { field: string; value: unknown }, receivedAt: string): EchoMessage | undefined {
  if (change.field !== 'smb_message_echoes') return undefined;
  const { value } = change;
  if (typeof value !== 'object' || value === null) return undefined;
  // The field comes whole, too: only a message has an id.
  const { id } = value as { id?: unknown };
  if (typeof id !== 'string' || id === '') return undefined;
  const echo = readEcho(value as Parameters<typeof readEcho>[0], id, new Date(receivedAt));
  return isSilent(echo.type) ? undefined : echo;
}

/** Whether an echo says who speaks now: not one that comes a day late, nor one from before the conversation was closed. */
export const isOfNow = (at: string, closedAt: string | null, now: Date): boolean =>
  now.getTime() - Date.parse(at) < WINDOW_MS && (closedAt === null || Date.parse(at) > Date.parse(closedAt));
