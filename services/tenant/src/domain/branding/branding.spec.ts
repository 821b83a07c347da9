import { contrast, contrasts } from './branding.js';

describe('contrast', () => {
  it('is that of WCAG 2.2', () => {
    expect(contrast('#000000', '#ffffff')).toBe(21);
    expect(contrast('#777777', '#ffffff')).toBe(4.47);
    expect(contrast('#ffffff', '#777777')).toBe(4.47);
    expect(contrast('#ABCDEF', '#abcdef')).toBe(1);
  });

  it('is judged by what a colour is for, on the background of its theme', () => {
    const colors = { primary: '#949494', text: '#949494' };
    // 3 is enough for a control, 4.5 is needed for text.
    expect(contrasts('light', colors)).toMatchObject({ primary: { readable: true }, text: { readable: false } });
    expect(contrasts('light', { ...colors, background: '#999999' })).toMatchObject({ primary: { readable: false } });
  });
});
