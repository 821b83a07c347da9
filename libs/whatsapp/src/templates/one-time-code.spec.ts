import { outboundText, type OutboundContent } from '../outbound-content.js';
import { CODE_TEXT, withoutCode } from './one-time-code.js';

const template = (category: string): OutboundContent => ({
  type: 'template',
  template: {
    name: 'otp',
    language: 'en_US',
    category,
    components: [{ type: 'body', parameters: [{ type: 'text', text: '482913' }] }],
    rendered: {
      body: '*482913* is your verification code.',
      buttons: [{ type: 'URL', text: 'Copy code', url: 'https://x.example/?code=otp482913' }],
    },
  },
});

describe('a content without its one-time code', () => {
  it('says that there was one, and by which template', () => {
    const shown = withoutCode(template('AUTHENTICATION'));
    expect(JSON.stringify(shown)).not.toContain('482913');
    expect(shown).toMatchObject({ template: { name: 'otp', language: 'en_US', category: 'AUTHENTICATION' } });
    expect(outboundText(shown)).toBe(CODE_TEXT);
  });

  it('is itself, where it is of another kind', () => {
    for (const content of [template('UTILITY'), { type: 'text', text: '482913' } as OutboundContent]) {
      expect(withoutCode(content)).toBe(content);
    }
  });
});
