import { conversationOf, messageEvent, messageOf, statusEvent } from './samples';
import { lastSeqOf, merged, threadAfter, type ThreadData } from './thread-data';

const conversation = conversationOf();
const thread = (...seqs: number[]): ThreadData => ({ messages: seqs.map((seq) => messageOf(seq)), older: null });
const seqs = ({ messages }: ThreadData): number[] => messages.map(({ seq }) => seq);

describe('a thread', () => {
  it('has every message once and in order, however often and in whichever order they come', () => {
    let data = thread(1);
    for (const seq of [3, 2, 3, 1]) data = threadAfter(data, 'c1', messageEvent(conversation, messageOf(seq))).data;
    expect(seqs(data)).toEqual([1, 2, 3]);
  });

  it('shows what came late where it belongs, and counts on from what came last', () => {
    let data = thread(1, 2, 3);
    const late = (seq: number, minute: number) => messageOf(seq, { beforeSeq: 2, at: messageOf(minute).at });
    data = threadAfter(data, 'c1', messageEvent(conversation, late(4, 1))).data;
    const after = threadAfter(data, 'c1', messageEvent(conversation, late(5, 0)));
    expect(seqs(after.data)).toEqual([1, 5, 4, 2, 3]);
    expect(after.isHoled).toBe(false);
    expect(lastSeqOf(after.data)).toBe(5);
    expect(threadAfter(after.data, 'c1', messageEvent(conversation, messageOf(6))).isHoled).toBe(false);
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
