import { NAME, RobotsCache, rulesForUs } from './robots.js';

const ORIGIN = 'https://a.example';
const allows = (text: string, path: string): boolean | undefined => new RobotsCache().set(ORIGIN, text).isAllowed(ORIGIN + path, NAME);

describe('robots.txt', () => {
  it('speaks to us by our name, else to everybody', () => {
    const text = `
User-Agent: other # not us
Disallow: /
User-agent: *
Crawl-delay: 10
User-agent: bad
Disallow: /
Sitemap: ${ORIGIN}/sitemap.xml

user-agent: one
user-agent: *
disallow: /private # nor below
Allow: /private/open`;
    expect(['/', '/private/x', '/private/open'].map((path) => allows(text, path))).toEqual([true, false, true]);
    const named = `${text}\nUser-agent: chasqui/1.0\nDisallow: /hours`;
    expect(['/private/x', '/hours'].map((path) => allows(named, path))).toEqual([true, false]);
    expect(allows(`${text}\nUser-agent: Chasqui\nDisallow:`, '/private/x')).toBe(true);
    expect(allows(`${text}\nUser-agent: Chasqui\nCrawl-delay: 5`, '/private/x')).toBe(true);
    expect(allows('', '/x')).toBe(true);
  });

  it('is read without lines of over 2,000 characters, and up to 2,000 rules', () => {
    const long = `/${'x'.repeat(2_000)}`;
    expect(rulesForUs(`user-agent: *\ndisallow: ${long}\ndisallow: /b`)).toEqual(['user-agent: *', 'disallow: /b']);
    const rules = Array.from({ length: 2_001 }, (_, index) => `disallow: /${index}`);
    const others = Array.from({ length: 3_000 }, () => '# said\nuser-agent: other\ndisallow: /').join('\n');
    const text = `${others}\nuser-agent: *\n${rules.join('\n')}`;
    expect(rulesForUs(text)).toEqual(['user-agent: *', ...rules.slice(0, 2_000)]);
    expect([allows(text, '/1999'), allows(text, '/x')]).toEqual([false, true]);
  });

  it('with as many names and rules as half a megabyte holds is read in the time of a spec', () => {
    const names = 'user-agent: *\nuser-agent: chasqui\nuser-agent: a\n'.repeat(6_000);
    expect(allows(`${names}${'disallow: /x\n'.repeat(18_000)}`, '/x')).toBe(false);
    // Each wild rule is matched against each place of the path.
    const wild = `disallow: /${'*a'.repeat(990)}b\n`;
    expect(allows(`user-agent: *\n${wild.repeat(260)}`, `/${'a'.repeat(2_000)}`)).toBe(true);
    expect(rulesForUs(`user-agent: *\n${wild.repeat(260)}disallow: /b`).length).toBeLessThan(20);
  });

  it('is kept of many sites, but not without end', () => {
    const cache = new RobotsCache();
    const text = `user-agent: *\n${`disallow: /${'x'.repeat(1_900)}\n`.repeat(260)}`;
    for (let site = 0; site < 100; site++) cache.set(`https://${site}.example`, text);
    expect(cache.size).toBeGreaterThan(15 * 1024 * 1024);
    expect(cache.size).toBeLessThanOrEqual(16 * 1024 * 1024);
    // The last ones stay.
    expect([cache.get('https://0.example'), cache.get('https://99.example')]).toEqual([undefined, expect.anything()]);
  });
});
