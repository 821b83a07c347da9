import type { Schemas } from '../api/client';
import { Badge, type Tone } from '../components/badge';
import { useSendingTexts, type SendingKey } from './use-sending-texts';

export type SentMessage = Schemas['MessageSender_MessageDto'];
type Status = SentMessage['status'];

const TONES: Record<Status, Tone> = {
  scheduled: 'info',
  queued: 'neutral',
  sending: 'info',
  unknown: 'warn',
  accepted: 'info',
  sent: 'info',
  delivered: 'good',
  read: 'good',
  played: 'good',
  failed: 'bad',
  cancelled: 'neutral',
};
/** In the order in which a busy number serves them. */
export const SEND_CLASSES = ['otp', 'reply', 'reminder', 'drip', 'broadcast'] as const satisfies SentMessage['class'][];
export const MESSAGE_STATUSES = Object.keys(TONES) as Status[];

/** @param status of a message, or one that WhatsApp has thought of since: that is shown as it came */
export function MessageStatusBadge({ status }: { status: string }) {
  const s = useSendingTexts();
  const known = MESSAGE_STATUSES.find((each) => each === status);
  return <Badge tone={known ? TONES[known] : 'neutral'}>{known ? s(`status.${known}` satisfies SendingKey) : status}</Badge>;
}
