import { signedFetch } from './client';
import { Problem, problemOf } from './problem';
import { eventOf, type ServerEvent } from './server-event';

/**
 * Asks for an answer that comes in events (`text/event-stream`; HTML Standard, section 9.2), and gives them as they come.
 *
 * @param signal ends the answer; the server stops its work
 * @throws {Problem} for a refusal, for the event `error`, and where the answer breaks off before the event `done`
 */
export async function* events(path: string, body: object, signal: AbortSignal): AsyncGenerator<ServerEvent> {
  const request = new Request(new URL(path, location.origin), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
    signal,
  });
  const response = await signedFetch(request);
  if (!response.ok) throw problemOf(response.status, await response.json().catch(() => undefined), response.headers);
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  for (let last = ''; last !== 'done';) {
    const { done, value } = await reader.read();
    if (done) throw new Problem(0, 'no_answer', 'The answer broke off.');
    const blocks = `${rest}${value}`.split('\n\n');
    rest = blocks.pop() ?? '';
    for (const block of blocks) {
      const event = eventOf(block);
      // A comment keeps the connection open.
      if (!event) continue;
      if (event.event === 'error') throw problemOf((event.data as { status?: number }).status ?? 500, event.data, response.headers);
      yield event;
      last = event.event;
    }
  }
}
