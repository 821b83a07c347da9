import { contrast, palette, PRODUCT, type Theme } from './palette';

const pick = (variables: Record<string, string>, name: string): string => variables[name] ?? 'none';

describe('a palette', () => {
  const colors = ['#000000', '#ffffff', '#ff0000', '#ffff00', '#00ff00', '#0000ff', '#808080', '#7f7f7f', '#0f766e', '#e11d48', '#fde047'];

  it.each(['light', 'dark'] as const)('keeps everything readable with any primary colour and ground, %s', (theme: Theme) => {
    const unreadable = colors.flatMap((primary) =>
      colors.flatMap((background) =>
        colors.flatMap((text) => {
          const variables = palette(
            { primary, background, surface: background, text, dark: { background, surface: background, text } },
            theme,
          );
          const [brand, onBrand, ink, soft, surface, canvas, words, muted, hover] = [
            '--brand',
            '--on-brand',
            '--brand-ink',
            '--brand-soft',
            '--surface',
            '--canvas',
            '--ink',
            '--muted',
            '--brand-hover',
          ].map((name) => pick(variables, name)) as [string, string, string, string, string, string, string, string, string];
          const pairs = [
            [onBrand, brand],
            [onBrand, hover],
            [ink, surface],
            [ink, canvas],
            [ink, soft],
            [words, surface],
            [words, canvas],
            [muted, surface],
            [muted, canvas],
          ] as const;
          return pairs.filter(([one, other]) => contrast(one, other) < 4.5).map((each) => [primary, background, text, ...each].join(' '));
        }),
      ),
    );
    expect(unreadable).toEqual([]);
  });

  it('takes the colours that were given', () => {
    const variables = palette({ primary: '#1d4ed8', background: '#fffbeb', surface: '#ffffff', text: '#111827' }, 'light');
    expect(variables).toMatchObject({ '--brand': '#1d4ed8', '--canvas': '#fffbeb', '--surface': '#ffffff', '--ink': '#111827' });
  });

  it('wears the primary colour in the dark too, and the light grounds in the light alone', () => {
    const variables = palette({ primary: '#1d4ed8', background: '#fffbeb', text: '#111827' }, 'dark');
    expect(variables).toMatchObject({ '--brand': '#1d4ed8', '--canvas': PRODUCT.dark.background, '--ink': PRODUCT.dark.text });
  });

  it('leaves out what is no colour', () => {
    expect(palette({ primary: 'red; }' }, 'light')['--brand']).toBe(PRODUCT.light.primary);
  });
});
