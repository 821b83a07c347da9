import { classifyError } from '#whatsapp';
import { isFurther, reportedState, type MessageError, type MessageProgress, type Pricing } from '../queue/message.js';

export interface ReportedStatus {
  wamid: string;
  status: string;
  /** Of a message into a group: whose status it is; empty where it is of the message as a whole. */
  participant?: string;
  pricing: Pricing | null;
  errors: { code: number; title?: string; details?: string }[];
}

/**
 * Folds a status of WhatsApp into a message: any order of the same statuses ends in the same state. It also settles a message whose own
 * answer is not in yet or was lost, and gives it its wamid.
 *
 * A message into a group has statuses of each participant (Meta, "Group messages webhook reference"): it is as far as it is with anyone,
 * and has failed only where WhatsApp says so of the message as a whole.
 *
 * @returns undefined when nothing changed; `announce` when others have to know: a further state, or a price that was not known
 */
export function foldStatus(message: MessageProgress, report: ReportedStatus): { progress: MessageProgress; announce: boolean } | undefined {
  const reported = reportedState(report.status);
  const state = reported === 'failed' && report.participant ? undefined : reported;
  const further = state !== undefined && isFurther(state, message.state);
  const priced = report.pricing !== null && message.pricing === null;
  const failed = message.failed || state === 'failed';
  const wamid = message.wamid ?? report.wamid;
  if (!further && !priced && failed === message.failed && wamid === message.wamid) return undefined;
  return {
    progress: {
      ...message,
      state: further ? state : message.state,
      failed,
      wamid,
      pricing: message.pricing ?? report.pricing,
      errors: state === 'failed' ? report.errors.map(withAdvice) : message.errors,
    },
    announce: further || priced,
  };
}

/** The statuses of one message that came together, in the order in which they happened. */
export const inOrder = <T extends { status: string; timestamp: string }>(reports: readonly T[]): T[] =>
  [...reports].sort((a, b) => Date.parse(a.timestamp) - Date.parse(b.timestamp) || step(a.status) - step(b.status));

const step = (status: string): number => ['sent', 'failed', 'delivered', 'read', 'played'].indexOf(status);

/** Meta's own words stay; the table says what to do. */
function withAdvice(error: { code: number; title?: string; details?: string }): MessageError {
  const verdict = classifyError({ code: error.code, details: error.details });
  return { ...error, title: error.title ?? verdict.title, advice: verdict.advice };
}
