import { isPlainAddress, mailedName, nameProblem } from './names.js';

describe('a name', () => {
  it.each([
    'Ana Gómez',
    'Booking.com',
    'Toys "R" Us',
    'S.A. de C.V.',
    'Müller & Söhne: Öl/Gas',
    '株式会社',
    'می‌خواهم',
    '👩‍👩‍👧 Team',
    'ACME-2/3',
  ])('%s is good', (name) => {
    expect(nameProblem(name)).toBeUndefined();
  });

  it.each([
    ['  ', 'blank'],
    ['\u2028', 'blank'],
    ['Ana\nBcc: all@acme.example', 'one line'],
    ['Ana\r', 'one line'],
    ['Ana\u0000', 'one line'],
    ['Ana\u2028Ruiz', 'one line'],
    ['\u202eana', 'one line'],
    ['A\u200bna', 'one line'],
    ['See https://evil.example', 'without a link'],
    ['HTTP:evil.example', 'without a link'],
    ['WWW.evil.example', 'without a link'],
    ['evil.example/login', 'without a link'],
    ['javascript:alert(1)', 'without a link'],
    ['mailto:x', 'without a link'],
  ])('%j is not', (name, why) => {
    expect(nameProblem(name)).toContain(why);
  });
});

describe('a name in a mail', () => {
  it.each([
    ['Acme Corp', 'Acme Corp'],
    ['Booking.com', 'Booking com'],
    ['Evil\r\nBcc: all@acme.example\n\nhttps://evil.example/a?b', 'Evil Bcc: all acme example https evil example a?b'],
    ['evil．example', 'evil example'],
    ['evil。example', 'evil example'],
    ['S.A. de C.V.', 'S A. de C V.'],
    ['Say "hi"', "Say 'hi'"],
    ['\u202e\u0007', ''],
  ])('%j reads %j', (name, mailed) => {
    expect(mailedName(name)).toBe(mailed);
  });

  it('is no longer than a line', () => {
    expect([...mailedName('😀'.repeat(500))]).toHaveLength(60);
  });
});

describe('an address', () => {
  it.each([
    ['ana@acme.example', true],
    ["o'neil+tag@acme.example", true],
    ['ünï@acme.example', true],
    ['"a\r\nBcc: b"@acme.example', false],
    ['"a b"@acme.example', false],
    ['"a\u0000"@acme.example', false],
    ['a\u200bb@acme.example', false],
  ])('%j may be mailed to: %s', (address, good) => {
    expect(isPlainAddress(address)).toBe(good);
  });
});
