import { fingerprintOf } from './web-page.js';

const ofHtml = (html: string): string => fingerprintOf(Buffer.from(html), true);

describe('the fingerprint of a page', () => {
  it('is of its text alone', () => {
    expect(ofHtml('<p class="a">We open <b>at</b> nine.</p><script>1</script>')).toBe(
      ofHtml('<p class="b">We open <i>at</i> nine.</p><script>2</script>'),
    );
    expect(ofHtml('<p>We open at nine.</p>')).not.toBe(ofHtml('<p>We open at ten.</p>'));
    // An angle inside of a value does not show the token before it.
    expect(ofHtml('<p data-token="1" title="a<b">Hours</p>')).toBe(ofHtml('<p data-token="2" title="a<b">Hours</p>'));
    // A tag that never ends is no text: https://html.spec.whatwg.org/#parse-error-eof-in-tag
    expect(ofHtml('Hours <p data-token="1')).toBe(ofHtml('Hours'));
  });

  it.each([
    ['tags that never end', '<'],
    ['comments that never end', '<!--'],
    ['scripts that never end', '<script>'],
    ['blanks', ' \n'],
    ['empty tags', '<>'],
  ])('is had of 5 MB of %s: the time of a spec is enough', (_, piece) => {
    expect(ofHtml(piece.repeat(5_000_000 / piece.length))).toMatch(/^[0-9a-f]{64}$/);
  });
});
