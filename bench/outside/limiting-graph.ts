import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { serveCalls } from '../rig/calls.js';

/** The Graph API's door for messages, which answers after a while and keeps Meta's token buckets of numbers and recipients, by arrival. */

export interface Arrivals {
  accepted: number;
  /** Answers that refuse, by Meta's code. */
  refused: Record<string, number>;
  /** Of the accepted, in the slices of a tenth of a second since {@link Calls.count}. */
  slices: number[];
  /** When each message of which the text begins with `at:` arrived, by its text; Unix milliseconds. */
  times: Record<string, number>;
}

export interface Calls {
  listen(options: { answerMs: number }): Promise<{ url: string }>;
  /** Forgets what has arrived, fills all buckets, and counts from now. @param options.perSecond what numbers may send, by id */
  count(options: { perSecond: Record<string, number> }): Promise<void>;
  arrivals(options: { phoneNumberId: string }): Promise<Arrivals>;
}

const SLICE_MS = 100;
const PAIR = { capacity: 45, perSecond: 1 / 6 };

let answerMs = 0;
let beganAt = performance.now();
let perSecond: Record<string, number> = {};
const buckets = new Map<string, { tokens: number; at: number }>();
const arrivals = new Map<string, Arrivals>();
let lastId = 0;

function take(key: string, capacity: number, rate: number, now: number): boolean {
  const { tokens, at } = buckets.get(key) ?? { tokens: capacity, at: now };
  const left = Math.min(capacity, tokens + ((now - at) / 1_000) * rate);
  buckets.set(key, { tokens: left >= 1 ? left - 1 : left, at: now });
  return left >= 1;
}

const of = (phoneNumberId: string): Arrivals => {
  let found = arrivals.get(phoneNumberId);
  if (!found) arrivals.set(phoneNumberId, (found = { accepted: 0, refused: {}, slices: [], times: {} }));
  return found;
};

function judge(phoneNumberId: string, to: string, text: string): number | undefined {
  const now = performance.now();
  const rate = perSecond[phoneNumberId] ?? 80;
  const seen = of(phoneNumberId);
  const code = !take(phoneNumberId, rate, rate, now)
    ? 130_429
    : take(`${phoneNumberId}:${to}`, PAIR.capacity, PAIR.perSecond, now)
      ? undefined
      : 131_056;
  if (code !== undefined) {
    seen.refused[code] = (seen.refused[code] ?? 0) + 1;
    return code;
  }
  seen.accepted++;
  const slice = Math.floor((now - beganAt) / SLICE_MS);
  seen.slices[slice] = (seen.slices[slice] ?? 0) + 1;
  if (text.startsWith('at:')) seen.times[text] = performance.timeOrigin + now;
  return undefined;
}

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const message = JSON.parse(Buffer.concat(chunks).toString()) as { to: string; text?: { body?: string } };
  const code = judge(request.url!.split('/').at(-2)!, message.to, message.text?.body ?? '');
  const body = JSON.stringify(
    code === undefined
      ? {
          messaging_product: 'whatsapp',
          contacts: [{ input: message.to, wa_id: message.to.replace(/\D/g, '') }],
          messages: [{ id: `wamid.${++lastId}` }],
        }
      : { error: { message: `(#${code})`, type: 'OAuthException', code } },
  );
  setTimeout(() => {
    response
      .writeHead(code === undefined ? 200 : 400, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) })
      .end(body);
  }, answerMs);
}

serveCalls<Calls>({
  async listen(options) {
    answerMs = options.answerMs;
    const server = createServer((request, response) => void answer(request, response));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return { url: `http://127.0.0.1:${(server.address() as { port: number }).port}` };
  },
  async count(options) {
    perSecond = options.perSecond;
    buckets.clear();
    arrivals.clear();
    beganAt = performance.now();
  },
  async arrivals({ phoneNumberId }) {
    return of(phoneNumberId);
  },
});
