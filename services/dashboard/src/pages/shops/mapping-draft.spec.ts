import { draftOf, mappingOf } from './mapping-draft';

describe('a mapping', () => {
  it('is the same after it was shown and read again', () => {
    const mapping = { id: 'o.id', currency: 'c', total: 't', phone: 'o.phone', statuses: { 'a = b': 'paid', sent: 'shipped' } } as const;
    expect(mappingOf(draftOf(mapping))).toEqual(mapping);
    expect(mappingOf(draftOf(null))).toEqual({});
  });

  it('is none where a line of the statuses is none', () => {
    for (const statuses of ['sent', '= paid', 'sent = gone', 'sent = ']) expect(mappingOf({ ...draftOf(null), statuses })).toBeUndefined();
    expect(mappingOf({ ...draftOf(null), statuses: '\n sent=shipped \n\n' })).toEqual({ statuses: { sent: 'shipped' } });
  });
});
