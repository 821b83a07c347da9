import { Problem } from '../../api/problem';
import type { Message, OutgoingBody } from './contract';
import { SendQueue } from './send-queue';
import { messageOf } from './samples';

interface Try {
  body: OutgoingBody;
  clientId: string;
  answer: (message: Message) => Promise<void>;
  fail: (error: unknown) => Promise<void>;
}
const settled = () => new Promise<void>((resolve) => setImmediate(resolve));

function setUp(stored: string | null = null) {
  const tries: Try[] = [];
  const timers: (() => void)[] = [];
  const sent: string[] = [];
  let kept = stored;
  const sendQueue = new SendQueue({
    me: 'luis',
    key: 'box',
    storage: { getItem: () => kept, setItem: (_, value) => void (kept = value), removeItem: () => void (kept = null) },
    send: (_, body, clientId) =>
      new Promise((resolve, reject) =>
        tries.push({
          body,
          clientId,
          answer: (message) => (resolve(message), settled()),
          fail: (error) => (reject(error), settled()),
        }),
      ),
    sent: (_, message) => void sent.push(message.id),
    later: (task) => timers.push(task),
  });
  const write = (text: string) => sendQueue.add({ clientId: `k-${text}`, conversationId: 'c1', body: { type: 'text', text }, text });
  return { sendQueue, tries, timers, sent, write, kept: () => kept };
}
const mine = (seq: number, text: string) => messageOf(seq, { direction: 'outbound', author: 'agent', authorId: 'luis', text });
const gone = new TypeError('fetch failed');

describe('the send queue', () => {
  it('sends one after the other, and lets go of what the server has', async () => {
    const { sendQueue, tries, sent, write, kept } = setUp();
    write('one');
    write('two');
    expect(tries.map(({ clientId }) => clientId)).toEqual(['k-one']);
    await tries[0]!.answer(mine(1, 'one'));
    expect(tries.map(({ clientId }) => clientId)).toEqual(['k-one', 'k-two']);
    await tries[1]!.answer(mine(2, 'two'));
    expect([sent, sendQueue.of('c1'), kept()]).toEqual([['m1', 'm2'], [], null]);
  });

  it('tries again under the same key when nobody answered, and keeps the order', async () => {
    const { sendQueue, tries, timers, write } = setUp();
    write('one');
    write('two');
    await tries[0]!.fail(gone);
    expect(sendQueue.of('c1').map(({ state }) => state)).toEqual(['waiting', 'sending']);
    expect(tries).toHaveLength(1);
    timers[0]!();
    expect(tries.map(({ clientId }) => clientId)).toEqual(['k-one', 'k-one']);
  });

  it('does not wait when the connection is back', async () => {
    const { sendQueue, tries, write } = setUp();
    write('one');
    await tries[0]!.fail(gone);
    sendQueue.wake();
    expect(tries).toHaveLength(2);
  });

  it('tells what was refused, goes on with the next, and tries again when asked to', async () => {
    const { sendQueue, tries, write } = setUp();
    write('one');
    write('two');
    await tries[0]!.fail(new Problem(422, 'window_closed', 'closed'));
    expect(sendQueue.of('c1')[0]).toMatchObject({ state: 'failed', problem: { code: 'window_closed' } });
    expect(tries[1]!.clientId).toBe('k-two');
    await tries[1]!.answer(mine(1, 'two'));
    sendQueue.retry('k-one');
    expect(tries[2]!.clientId).toBe('k-one');
    await tries[2]!.answer(mine(2, 'one'));
    expect(sendQueue.of('c1')).toEqual([]);
  });

  it('knows its own message when it is seen live before the answer, also of two with the same words', () => {
    const { sendQueue, write } = setUp();
    write('ok');
    sendQueue.add({ clientId: 'k2', conversationId: 'c1', body: { type: 'text', text: 'ok' }, text: 'ok' });
    sendQueue.heard('c1', mine(7, 'ok'));
    sendQueue.heard('c1', mine(7, 'ok'));
    expect(sendQueue.of('c1').map(({ seenAs }) => seenAs)).toEqual(['m7', undefined]);
    sendQueue.heard('c1', mine(8, 'ok'));
    expect(sendQueue.of('c1').map(({ seenAs }) => seenAs)).toEqual(['m7', 'm8']);
  });

  it('takes nobody else’s message for its own', () => {
    const { sendQueue, write } = setUp();
    write('ok');
    sendQueue.heard('c1', { ...mine(7, 'ok'), authorId: 'nina' });
    sendQueue.heard('c1', mine(8, 'something else'));
    sendQueue.heard('c2', mine(9, 'ok'));
    expect(sendQueue.of('c1')[0]?.seenAs).toBeUndefined();
  });

  it('goes on after a reload under the same keys, and leaves alone what had failed', () => {
    const before = setUp();
    before.write('one');
    const after = setUp(before.kept());
    expect(after.tries.map(({ clientId }) => clientId)).toEqual(['k-one']);
    const failed = JSON.stringify([{ ...before.sendQueue.of('c1')[0], state: 'failed' }]);
    expect(setUp(failed).tries).toEqual([]);
    expect(setUp('not json').sendQueue.of('c1')).toEqual([]);
  });
});
