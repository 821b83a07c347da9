import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Moon, Sun, TriangleAlert } from 'lucide-react';
import type { CSSProperties } from 'react';
import { api, unwrapWithTag, type Schemas } from '../api/client';
import { Badge } from '../components/badge';
import { Button } from '../components/button';
import type { Tagged } from '../components/conflict';
import { Field, TextField } from '../components/field';
import { Form } from '../components/form';
import { Card, PageHeader, SkeletonRows } from '../components/layout';
import { ProblemNote } from '../components/problem-note';
import { useSettingsForm } from '../components/settings-form';
import '../i18n/branding-page';
import { useWords } from '../i18n/i18n';
import { isUploaded, LogoUpload } from './branding-logo';
import { useTenantId } from '../session/session-context';
import { contrast, isColor, palette, PRODUCT, type Theme, type Themes } from '../theme/palette';

const COLORS = ['primary', 'accent', 'background', 'surface', 'text'] as const;
type Name = (typeof COLORS)[number];
type Colors = Record<Theme, Partial<Record<Name, string>>>;
type Branding = Schemas['BrandingDto'];

const read = (id: string) => unwrapWithTag(api.GET('/api/v1/tenants/{id}/branding', { params: { path: { id } } }));

export function BrandingPage() {
  const { t } = useWords();
  const id = useTenantId();
  const branding = useQuery({
    queryKey: ['branding', id, 'edit'],
    queryFn: () => read(id),
    // Typing is not to be overwritten by what comes in the background; whoever comes back reads anew.
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  });
  return (
    <>
      <PageHeader title={t('nav.branding')} text={t('branding.text')} />
      {branding.isPending && <SkeletonRows rows={5} />}
      {branding.isError && <ProblemNote problem={branding.error} retry={() => branding.refetch()} />}
      {branding.data && <BrandingForm first={branding.data} />}
    </>
  );
}

const themesOf = ({ light, dark }: Colors): Themes => {
  const given = (colors: Colors[Theme]) => Object.fromEntries(Object.entries(colors).filter(([, color]) => color !== ''));
  return { ...given(light), dark: given(dark) };
};

/** As it is typed. */
const draftOf = ({ productName, logoUrl, customDomain, colors: { dark, ...light } }: Branding) => ({
  productName: productName ?? '',
  logoUrl: logoUrl ?? '',
  customDomain: customDomain ?? '',
  colors: { light, dark: dark ?? {} } as Colors,
});

function BrandingForm({ first }: { first: Tagged<Branding> }) {
  const { t } = useWords();
  const id = useTenantId();
  const queries = useQueryClient();
  const fields = ['productName', 'logoUrl', 'customDomain', ...COLORS.flatMap((name) => [`colors.${name}`, `colors.dark.${name}`])];
  const { draft, setDraft, form, conflict, setRead } = useSettingsForm({
    first,
    draftOf,
    fields,
    read: () => read(id),
    put: async (typed, { header }) => {
      const body = {
        productName: typed.productName || null,
        logoUrl: typed.logoUrl || null,
        customDomain: typed.customDomain || null,
        colors: themesOf(typed.colors),
      };
      const saved = await unwrapWithTag(api.PUT('/api/v1/tenants/{id}/branding', { params: { path: { id }, header }, body }));
      // What the shell wears.
      await queries.invalidateQueries({ queryKey: ['branding', id], exact: true });
      return saved;
    },
    saved: ({ t }) => t('branding.saved'),
    facts: (of) => [
      [t('branding.productName'), of.productName],
      [t('branding.domain'), of.customDomain],
      [t('branding.logo'), of.logoUrl],
      ...(['light', 'dark'] as const).flatMap((theme) =>
        COLORS.map((name): [string, string] => [`${t(`branding.${theme}`)}: ${t(`branding.color.${name}`)}`, of.colors[theme][name] ?? '']),
      ),
    ],
  });
  const { productName, logoUrl, customDomain } = draft;
  const colors = themesOf(draft.colors);
  /** The logo is saved by itself: what is typed beside it stays. */
  const reread = async () => {
    const present = await read(id);
    setRead(present);
    setDraft((typed) => ({ ...typed, logoUrl: present.data.logoUrl ?? '' }));
    await queries.invalidateQueries({ queryKey: ['branding', id], exact: true });
  };
  const set = (theme: Theme, name: Name, color: string) =>
    setDraft({ ...draft, colors: { ...draft.colors, [theme]: { ...draft.colors[theme], [name]: color } } });
  return (
    <Form state={form} className="grid gap-6 lg:grid-cols-[minmax(0,1fr)_20rem]" conflict={conflict}>
      <div className="grid content-start gap-6">
        <Card title={t('branding.identity')}>
          <div className="grid gap-4 sm:grid-cols-2">
            <TextField
              label={t('branding.productName')}
              hint={t('branding.productNameHint')}
              optional
              maxLength={60}
              value={productName}
              onValue={(value) => setDraft({ ...draft, productName: value })}
              error={form.error('productName')}
            />
            <TextField
              label={t('branding.domain')}
              hint={t('branding.domainHint')}
              optional
              autoCapitalize="none"
              spellCheck={false}
              value={customDomain}
              onValue={(value) => setDraft({ ...draft, customDomain: value })}
              error={form.error('customDomain')}
            />
            <LogoUpload logoUrl={logoUrl} changed={reread} />
            {!isUploaded(logoUrl) && (
              <TextField
                className="sm:col-span-2"
                label={t('branding.logo')}
                hint={t('branding.logoHint')}
                optional
                type="url"
                placeholder="https://"
                value={logoUrl}
                onValue={(value) => setDraft({ ...draft, logoUrl: value })}
                error={form.error('logoUrl')}
              />
            )}
          </div>
        </Card>
        {(['light', 'dark'] as const).map((theme) => (
          <Card key={theme} title={t(`branding.${theme}`)}>
            <div className="grid gap-4 sm:grid-cols-2">
              {COLORS.map((name) => (
                <ColorField
                  key={name}
                  label={t(`branding.color.${name}`)}
                  value={draft.colors[theme][name] ?? ''}
                  fallback={
                    (theme === 'dark' && (name === 'primary' || name === 'accent') && draft.colors.light[name]) || PRODUCT[theme][name]
                  }
                  error={form.error(theme === 'dark' ? `colors.dark.${name}` : `colors.${name}`)}
                  onValue={(color) => set(theme, name, color)}
                />
              ))}
            </div>
          </Card>
        ))}
      </div>
      <div className="grid content-start gap-4 lg:sticky lg:top-24">
        <Card title={t('branding.preview')}>
          <div className="grid gap-4">
            <Preview theme="light" colors={colors} name={productName} logo={logoUrl} />
            <Preview theme="dark" colors={colors} name={productName} logo={logoUrl} />
          </div>
        </Card>
        <Button type="submit" busy={form.busy}>
          {t('form.save')}
        </Button>
      </div>
    </Form>
  );
}

interface ColorProps {
  label: string;
  value: string;
  /** What is used where nothing is chosen. */
  fallback: string;
  error: string | undefined;
  onValue: (color: string) => void;
}

function ColorField({ label, value, fallback, error, onValue }: ColorProps) {
  const { t } = useWords();
  const color = isColor(value) ? value : isColor(fallback) ? fallback : '#000000';
  return (
    <Field label={label} error={error} hint={value ? undefined : t('branding.default')}>
      {(wiring) => (
        <div className="flex gap-2">
          <input
            type="color"
            aria-label={t('branding.pick', { color: label })}
            className="h-10 w-12 shrink-0 cursor-pointer rounded-lg border border-control bg-surface p-1"
            value={color}
            onChange={(event) => onValue(event.target.value)}
          />
          <input
            className="control font-mono text-sm"
            placeholder={fallback}
            maxLength={7}
            spellCheck={false}
            value={value}
            onChange={(event) => onValue(event.target.value)}
            {...wiring}
          />
        </div>
      )}
    </Field>
  );
}

/** The same variables as the page, on a part of it. */
function Preview({ theme, colors, name, logo }: { theme: Theme; colors: Themes; name: string; logo: string }) {
  const { t } = useWords();
  const variables = palette(colors, theme);
  const own = theme === 'light' ? colors : colors.dark;
  const wanted = {
    ...PRODUCT[theme],
    ...Object.fromEntries(Object.entries(own ?? {}).filter(([, color]) => typeof color === 'string' && isColor(color))),
  };
  const readable = [wanted.background, wanted.surface].every((ground) => contrast(wanted.text, ground) >= 7);
  return (
    <figure>
      <div
        data-theme={theme}
        style={variables as CSSProperties}
        className="overflow-hidden rounded-lg border border-line bg-canvas p-3 text-ink"
      >
        <div className="rounded-lg border border-line bg-surface p-3">
          <p className="flex items-center gap-2 font-semibold">
            {logo && <img src={logo} alt="" className="h-6 max-w-20 object-contain" referrerPolicy="no-referrer" />}
            <span className="truncate">{name || 'Chasqui'}</span>
          </p>
          <p className="text-sm text-muted">{t('branding.sample')}</p>
          <div className="mt-2.5 flex flex-wrap items-center gap-2">
            <span className="rounded-md bg-brand px-3 py-1.5 text-sm font-medium text-on-brand">{t('branding.sampleButton')}</span>
            <span className="text-sm font-medium text-brand-ink underline underline-offset-4">{t('branding.sampleLink')}</span>
            <Badge tone="brand">{t('branding.sampleBadge')}</Badge>
          </div>
        </div>
      </div>
      <figcaption className="mt-1.5 flex items-center gap-1.5 text-sm text-muted">
        {theme === 'light' ? <Sun className="size-4" aria-hidden /> : <Moon className="size-4" aria-hidden />}
        {t(`theme.${theme}`)}
      </figcaption>
      {!readable && (
        <p role="status" className="mt-1.5 flex gap-2 rounded-lg bg-warn-soft p-2.5 text-sm text-warn">
          <TriangleAlert className="mt-0.5 size-4 shrink-0" aria-hidden />
          {t('branding.unreadable')}
        </p>
      )}
    </figure>
  );
}
