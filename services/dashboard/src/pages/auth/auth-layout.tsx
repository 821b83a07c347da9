import { useQuery } from '@tanstack/react-query';
import { useEffect, type ReactNode } from 'react';
import { useSearchParams } from 'react-router';
import { openApi, unwrap } from '../../api/client';
import { PageHeader } from '../../components/layout';
import { useWords } from '../../i18n/i18n';
import { Brand } from '../../shell/brand';
import { LanguageMenu, ThemeMenu } from '../../shell/preferences';
import { useLook } from '../../theme/theme';

interface Props {
  title: string;
  text?: ReactNode;
  /** Whose colours the page wears; `?tenant=` in the address otherwise. */
  slug?: string | undefined;
  children: ReactNode;
}

export function AuthLayout({ title, text, slug: given, children }: Props) {
  const { t } = useWords();
  const { paint } = useLook();
  const [parameters] = useSearchParams();
  const slug = given ?? parameters.get('tenant') ?? undefined;
  const branding = useQuery({
    queryKey: ['branding-of', slug],
    queryFn: () => unwrap(openApi.GET('/api/v1/branding/{slug}', { params: { path: { slug: slug ?? '' } } })),
    enabled: slug !== undefined,
    staleTime: 300_000,
  });
  useEffect(() => paint(branding.data), [branding.data, paint]);
  useEffect(() => () => paint(undefined), [paint]);

  return (
    <div className="min-h-dvh lg:grid lg:grid-cols-[minmax(0,5fr)_minmax(0,7fr)]">
      <aside className="hidden flex-col justify-between border-r border-line bg-surface p-10 lg:flex">
        <Brand />
        <div className="max-w-md">
          <Sketch />
          <p className="text-3xl leading-tight font-semibold tracking-tight text-balance">{t('auth.tagline')}</p>
          <ul className="mt-6 grid gap-3 text-muted">
            {(['auth.point.answers', 'auth.point.team', 'auth.point.open'] as const).map((key) => (
              <li key={key} className="flex gap-3">
                <span aria-hidden className="mt-2 size-2 shrink-0 rounded-full bg-accent" />
                {t(key)}
              </li>
            ))}
          </ul>
        </div>
        <p className="text-sm text-muted">{t('auth.licence')}</p>
      </aside>
      <div className="flex min-h-dvh flex-col">
        <header className="flex items-center justify-between gap-2 p-4">
          <div className="lg:invisible">
            <Brand />
          </div>
          <div className="flex">
            <LanguageMenu />
            <ThemeMenu />
          </div>
        </header>
        <main className="mx-auto flex w-full max-w-md grow flex-col justify-center px-4 pt-2 pb-16">
          <PageHeader title={title} text={text} />
          {children}
        </main>
      </div>
    </div>
  );
}

/** A conversation as seen from afar: question, answer, thanks. */
const Sketch = () => (
  <div aria-hidden className="mb-10 grid max-w-xs gap-3">
    <div className="grid w-3/4 gap-2 rounded-2xl rounded-bl-md border border-line bg-canvas p-4">
      <span className="h-2 w-full rounded-full bg-line" />
      <span className="h-2 w-2/3 rounded-full bg-line" />
    </div>
    <div className="grid w-4/5 gap-2 justify-self-end rounded-2xl rounded-br-md bg-brand p-4 text-on-brand">
      <span className="h-2 w-full rounded-full bg-current opacity-70" />
      <span className="h-2 w-5/6 rounded-full bg-current opacity-70" />
      <span className="h-2 w-1/2 rounded-full bg-current opacity-70" />
    </div>
    <div className="w-1/3 rounded-2xl rounded-bl-md border border-line bg-canvas p-4">
      <span className="block h-2 w-full rounded-full bg-accent opacity-70" />
    </div>
  </div>
);

export const LINK = 'font-medium text-brand-ink underline underline-offset-4 hover:no-underline';
