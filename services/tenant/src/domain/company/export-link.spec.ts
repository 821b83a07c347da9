import fc from 'fast-check';
import { readExportLink, signExportLink } from './export-link.js';

const SECRET = 'a secret of thirty-two characters';

describe('a link to an archive', () => {
  it('says which, of whom and until when, and nothing else opens it', () => {
    fc.assert(
      fc.property(fc.uuid(), fc.uuid(), fc.integer({ min: 1, max: 2 ** 41 }), fc.nat(), (tenantId, id, until, place) => {
        const link = { tenantId, id, until };
        const token = signExportLink(link, SECRET);
        expect(token.length).toBeLessThan(80);
        expect(readExportLink(token, new Date(until), SECRET)).toEqual(link);
        expect(readExportLink(token, new Date(until + 1), SECRET)).toBeUndefined();
        expect(readExportLink(token, new Date(until), `${SECRET}!`)).toBeUndefined();
        const bytes = Buffer.from(token, 'base64url');
        bytes[place % bytes.length]! ^= 1;
        expect(readExportLink(bytes.toString('base64url'), new Date(until), SECRET)).toBeUndefined();
        expect(readExportLink(token.slice(0, place % token.length), new Date(until), SECRET)).toBeUndefined();
      }),
    );
  });
});
