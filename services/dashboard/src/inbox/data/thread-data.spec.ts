import { conversationOf, messageEvent, messageOf, statusEvent } from './samples';
import { merged, threadAfter, type ThreadData } from './thread-data';

const conversation = conversationOf();
const thread = (...seqs: number[]): ThreadData => ({ messages: seqs.map((seq) => messageOf(seq)), older: null });
const seqs = ({ messages }: ThreadData): number[] => messages.map(({ seq }) => seq);

describe('a thread', () => {
  it('has every message once and in order, however often and in whichever order they come', () => {
    let data = thread(1);
    for (const seq of [3, 2, 3, 1]) data = threadAfter(data, 'c1', messageEvent(conversation, messageOf(seq))).data;
    expect(seqs(data)).toEqual([1, 2, 3]);
  });

  it('says where messages are missing', () => {
    expect(threadAfter(thread(1, 2), 'c1', messageEvent(conversation, messageOf(3))).isHoled).toBe(false);
    expect(threadAfter(thread(1, 2), 'c1', messageEvent(conversation, messageOf(5))).isHoled).toBe(true);
    expect(threadAfter(thread(1, 2), 'c1', statusEvent(conversation, messageOf(3))).isHoled).toBe(true);
  });

  it('takes nothing of another conversation, nor what stands above the part that is loaded', () => {
    const data = { ...thread(10, 11), older: 'cursor' };
    expect(threadAfter(data, 'c2', messageEvent(conversation, messageOf(12))).data).toBe(data);
    expect(threadAfter(data, 'c1', messageEvent(conversation, messageOf(3))).data).toBe(data);
  });

  it('knows of a delivery never less than before', () => {
    const of = (status: string) => messageOf(1, { direction: 'outbound', status });
    const known = (...statuses: string[]) =>
      statuses.reduce((messages, status) => merged(messages, [of(status)]), merged([], []))[0]?.status;
    expect(known('read', 'delivered', 'queued')).toBe('read');
    expect(known('sent', 'failed', 'sent')).toBe('failed');
    expect(known('failed', 'delivered')).toBe('delivered');
  });

  it('takes what became of a file, though the delivery is the same', () => {
    const media = (status: 'pending' | 'stored') => messageOf(1, { media: { id: 'f', status, contentType: 'image/png' } });
    expect(merged([media('pending')], [media('stored')])[0]?.media?.status).toBe('stored');
  });
});
