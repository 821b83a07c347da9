import { attachmentOf } from './attachment.js';

const at = '2026-11-20T09:00:00.000Z';

describe('what a customer’s message brings beside its words', () => {
  it('is a file, with what is needed to ask for it within a week', () => {
    const raw = { type: 'document', document: { id: '77', mime_type: 'Application/PDF; x=y', sha256: 'c2hh', filename: 'a.pdf' } };
    expect(attachmentOf(raw, at)).toEqual({
      file: {
        kind: 'document',
        graphId: '77',
        contentType: 'application/pdf',
        declaredType: 'Application/PDF; x=y',
        declaredSha256: 'c2hh',
        filename: 'a.pdf',
        expiresAt: '2026-11-27T09:00:00.000Z',
      },
    });
  });

  it('is the message that a reaction is on, also where it is taken back', () => {
    expect(attachmentOf({ type: 'reaction', reaction: { message_id: 'wamid.1', emoji: '👍' } }, at)).toEqual({ targetWamid: 'wamid.1' });
    expect(attachmentOf({ type: 'reaction', reaction: { message_id: 'wamid.1' } }, at)).toEqual({ targetWamid: 'wamid.1' });
  });

  it('is nothing of a text, of a file without an id, and of what is no message', () => {
    for (const raw of [
      { type: 'text', text: { body: 'Hi' } },
      { type: 'image', image: {} },
      { type: 'reaction' },
      {},
      null,
      'x',
      undefined,
    ]) {
      expect(attachmentOf(raw, at)).toBeUndefined();
    }
  });
});
