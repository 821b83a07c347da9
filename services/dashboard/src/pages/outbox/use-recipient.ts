import type { SentMessage } from '../../sending/status-badge';
import { useSendingTexts } from '../../sending/use-sending-texts';

/** Whom a message is for, as people read it. */
export function useRecipient(): (message: Pick<SentMessage, 'to'>) => string {
  const s = useSendingTexts();
  return ({ to: { phone, userId, groupId } }) => (groupId ? s('outbox.group') : phone ? `+${phone}` : (userId ?? '–'));
}
