import fc from 'fast-check';
import { MESSAGE_PROGRESS } from '#contracts';
import { mergeStatus, shownStatus, type MessageStatus, type StatusChange } from './message-status.js';

const queued: MessageStatus = { progress: 'queued', failed: false, wamid: null, pricing: null, errors: [] };
const change = (status: StatusChange['status'], fields: Partial<StatusChange> = {}): StatusChange => ({ status, errors: [], ...fields });

describe('merging statuses', () => {
  it('ends in the same state in whatever order they come', () => {
    const any = fc.array(fc.constantFrom(...MESSAGE_PROGRESS, 'failed' as const), { maxLength: 8 });
    fc.assert(
      fc.property(any, any, (statuses, keys) => {
        const shuffled = statuses.map((status, i) => [keys[i] ?? '', status] as const).sort((a, b) => (a[0] < b[0] ? -1 : 1));
        const fold = (list: readonly StatusChange['status'][]) => list.map((status) => change(status)).reduce(mergeStatus, queued);
        expect(fold(shuffled.map(([, status]) => status))).toEqual(fold(statuses));
      }),
    );
  });
  it('never goes backwards', () => {
    const read = mergeStatus(queued, change('read'));
    expect(mergeStatus(read, change('delivered'))).toBe(read);
    expect(mergeStatus(read, change('sent'))).toBe(read);
    expect(mergeStatus(read, change('played')).progress).toBe('played');
  });
  it('gives back the same state when nothing is new', () => {
    const sent = mergeStatus(queued, change('sent', { wamid: 'w', pricing: { category: 'service' } }));
    expect(mergeStatus(sent, change('sent', { wamid: 'w', pricing: { category: 'service' } }))).toBe(sent);
  });
  it('keeps wamid and pricing from a status that came too late to count', () => {
    const delivered = mergeStatus(queued, change('delivered'));
    expect(mergeStatus(delivered, change('sent', { wamid: 'w', pricing: { category: 'service' } }))).toEqual({
      ...delivered,
      wamid: 'w',
      pricing: { category: 'service' },
    });
  });
  it('keeps a failure beside the progress, and its reason', () => {
    const failed = mergeStatus(mergeStatus(queued, change('sent')), change('failed', { errors: [{ code: 131026 }] }));
    expect(failed).toMatchObject({ progress: 'sent', failed: true, errors: [{ code: 131026 }] });
    expect(shownStatus(failed.progress, failed.failed)).toBe('failed');
    const delivered = mergeStatus(failed, change('delivered'));
    expect(delivered).toMatchObject({ progress: 'delivered', failed: true });
    expect(shownStatus(delivered.progress, delivered.failed)).toBe('delivered');
  });
  it('shows a message that was taken back as cancelled, unless the customer turns out to have it', () => {
    const cancelled = mergeStatus(mergeStatus(queued, change('unknown')), change('cancelled'));
    expect(shownStatus(cancelled.progress, cancelled.failed)).toBe('cancelled');
    expect(mergeStatus(cancelled, change('queued'))).toBe(cancelled);
    expect(mergeStatus(cancelled, change('delivered', { wamid: 'w' })).progress).toBe('delivered');
  });
  it('shows what customers sent as received', () => expect(shownStatus('received', false)).toBe('received'));
});
