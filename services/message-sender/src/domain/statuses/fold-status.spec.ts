import fc from 'fast-check';
import { foldStatus, inOrder, type ReportedStatus } from './fold-status.js';
import type { MessageProgress } from '../queue/message.js';

const message = (over: Partial<MessageProgress> = {}): MessageProgress => ({
  state: 'accepted',
  failed: false,
  wamid: 'wamid.1',
  claim: 1,
  refusals: 0,
  waits: 0,
  resends: 0,
  errors: [],
  pricing: null,
  ...over,
});
const report = (status: string, over: Partial<ReportedStatus> = {}): ReportedStatus => ({
  wamid: 'wamid.1',
  status,
  pricing: null,
  errors: [],
  ...over,
});
const fold = (start: MessageProgress, reports: ReportedStatus[]): MessageProgress =>
  reports.reduce((current, next) => foldStatus(current, next)?.progress ?? current, start);

describe('folding statuses into a message', () => {
  it('is as far as with the furthest participant of a group, and fails by none of them', () => {
    const kinds = fc.constantFrom('delivered', 'read', 'failed');
    const each = fc.array(fc.record({ status: kinds, participant: fc.constantFrom('1', '2', '3') }), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(each, (statuses) => {
        const end = fold(
          message(),
          statuses.map(({ status, participant }) => report(status, { participant })),
        );
        const has = (status: string): boolean => statuses.some((one) => one.status === status);
        expect(end).toMatchObject({ failed: false, errors: [], state: has('read') ? 'read' : has('delivered') ? 'delivered' : 'accepted' });
      }),
    );
    expect(fold(message(), [report('failed', { participant: '' })])).toMatchObject({ failed: true, state: 'failed' });
  });
  it('ends in the same state whatever the order and number of the reports', () => {
    const statuses = fc.array(fc.constantFrom('sent', 'delivered', 'read', 'played', 'failed', 'warning'), { maxLength: 8 });
    fc.assert(
      fc.property(
        statuses.chain((list) => fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length }))),
        ([one, other]) => {
          const summary = ({ state, failed }: MessageProgress) => ({ state, failed });
          expect(
            summary(
              fold(
                message(),
                one.map((s) => report(s)),
              ),
            ),
          ).toEqual(
            summary(
              fold(
                message(),
                other.map((s) => report(s)),
              ),
            ),
          );
        },
      ),
    );
  });

  it('never goes back', () => {
    expect(fold(message({ state: 'read' }), [report('sent'), report('delivered')]).state).toBe('read');
  });

  it('keeps a failure apart, and a later delivery wins over it', () => {
    const failed = fold(message(), [report('failed', { errors: [{ code: 131026 }] })]);
    expect(failed).toMatchObject({
      state: 'failed',
      failed: true,
      errors: [{ code: 131026, advice: expect.stringContaining('WhatsApp') }],
    });
    expect(fold(failed, [report('delivered')])).toMatchObject({ state: 'delivered', failed: true, errors: [{ code: 131026 }] });
  });

  it('settles a message whose answer was lost and gives it its wamid', () => {
    const lost = message({ state: 'unknown', wamid: null });
    expect(foldStatus(lost, report('sent', { wamid: 'wamid.9' }))).toMatchObject({
      progress: { state: 'sent', wamid: 'wamid.9' },
      announce: true,
    });
  });

  it('announces a price that comes with a status which is overtaken, once', () => {
    const pricing = { type: 'regular', category: 'service' };
    const first = foldStatus(message({ state: 'read' }), report('delivered', { pricing }));
    expect(first).toMatchObject({ announce: true, progress: { state: 'read', pricing } });
    expect(foldStatus(first!.progress, report('sent', { pricing }))).toBeUndefined();
  });

  it('changes nothing for a status that it does not know', () => {
    expect(foldStatus(message(), report('warning'))).toBeUndefined();
  });

  it('takes statuses that came together in the order in which they happened', () => {
    const at = (status: string, timestamp: string) => ({ status, timestamp });
    const came = [at('read', '2026-11-20T09:00:05.000Z'), at('delivered', '2026-11-20T09:00:02Z'), at('sent', '2026-11-20T09:00:02.000Z')];
    expect(inOrder(came).map(({ status }) => status)).toEqual(['sent', 'delivered', 'read']);
  });
});
