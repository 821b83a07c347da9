import { splitWebhook, type WebhookItem } from '#whatsapp/webhook.js';

export interface Reason {
  code: string;
  detail: string;
}

/** One message, status or account change of a body, or the whole body if it could not be split. */
export interface Piece {
  /** Position in the body. The same body always gives the same pieces. */
  index: number;
  kind: 'message' | 'status' | 'account' | 'body';
  phoneNumberId?: string;
  wabaId?: string;
  /** Why it cannot be read; it is kept as it is. */
  problem?: Reason;
  /** Absent for a body that is not JSON. */
  item?: WebhookItem;
  /** The JSON of the piece, or the text of a body that is not JSON. */
  raw: unknown;
}

/** Codes for a whole body that could not be split. */
export const BODY_CODES = ['unparseable', 'not_an_object', 'entry_not_array', 'split_failed'];

/** Splits a body into pieces. Never throws and drops nothing: what cannot be read becomes a piece with a problem. */
export function piecesOf(body: Buffer, receivedAt: string): Piece[] {
  const text = body.toString('utf8');
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return [wholeBody(body, 'unparseable', body.length === 0 ? 'the body is empty' : 'the body is not JSON')];
  }
  return splitWebhook(parsed, new Date(receivedAt)).map((item) => ({
    index: item.index,
    kind: item.kind,
    phoneNumberId: item.phoneNumberId,
    wabaId: item.wabaId,
    problem: item.problem,
    item,
    raw: item.raw,
  }));
}

export function wholeBody(body: Buffer, code: string, detail: string): Piece {
  return { index: 0, kind: 'body', problem: { code, detail }, raw: body.toString('utf8') };
}
