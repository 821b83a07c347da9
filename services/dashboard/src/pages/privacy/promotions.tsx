import { useQuery } from '@tanstack/react-query';
import { api, unwrapWithTag, type Schemas } from '../../api/client';
import { Button } from '../../components/button';
import type { Tagged } from '../../components/conflict';
import { TextArea } from '../../components/field';
import { Form } from '../../components/form';
import { Card, SkeletonRows } from '../../components/layout';
import { ProblemNote } from '../../components/problem-note';
import { useSettingsForm } from '../../components/settings-form';
import { useWords } from '../../i18n/i18n';
import { promotionsEn } from '../../i18n/promotions.en';
import { promotionsEs } from '../../i18n/promotions.es';
import { useTexts } from '../../i18n/use-texts';
import { useTenantId } from '../../session/session-context';

type ConsentSettings = Schemas['ConsentSettingsDto'];

const TEXTS = { en: promotionsEn, es: promotionsEs };
const FIELDS = ['optOutWords', 'optInWords', 'doubleOptIn'] as const;
const read = () => unwrapWithTag(api.GET('/api/v1/consent-settings'));

/** How customers stop promotions and take them up again. */
export function Promotions() {
  const tenantId = useTenantId();
  const settings = useQuery({
    queryKey: ['consent-settings', tenantId],
    queryFn: read,
    // Typing is not to be overwritten by what comes in the background; whoever comes back reads anew.
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  });
  if (settings.isPending) return <SkeletonRows rows={3} />;
  if (settings.isError) return <ProblemNote problem={settings.error} retry={() => settings.refetch()} />;
  return <PromotionsForm first={settings.data} />;
}

/** As it is typed: a word on each line. */
const draftOf = ({ optOutWords, optInWords, doubleOptIn }: ConsentSettings) => ({
  optOutWords: optOutWords.join('\n'),
  optInWords: optInWords.join('\n'),
  doubleOptIn,
});
const wordsOf = (text: string): string[] =>
  text
    .split('\n')
    .map((word) => word.trim())
    .filter(Boolean);

function PromotionsForm({ first }: { first: Tagged<ConsentSettings> }) {
  const { t } = useWords();
  const text = useTexts(TEXTS);
  const { draft, setDraft, form, conflict } = useSettingsForm({
    first,
    draftOf,
    fields: FIELDS,
    read,
    put: ({ optOutWords, optInWords, doubleOptIn }, params) => {
      const body = { optOutWords: wordsOf(optOutWords), optInWords: wordsOf(optInWords), doubleOptIn };
      return unwrapWithTag(api.PUT('/api/v1/consent-settings', { params, body }));
    },
    saved: () => text('saved'),
    facts: (of) => [
      [text('optOutWords'), of.optOutWords],
      [text('optInWords'), of.optInWords],
      [text('doubleOptIn'), text(of.doubleOptIn ? 'on' : 'off')],
    ],
  });
  const bind = (name: 'optOutWords' | 'optInWords') => ({
    label: text(name),
    hint: text('wordsHint'),
    optional: true,
    rows: 4,
    value: draft[name],
    error: form.error(name),
    onValue: (value: string) => setDraft({ ...draft, [name]: value }),
  });
  return (
    <Card title={text('title')} className="max-w-2xl">
      <p className="mb-4 text-muted">{text('text')}</p>
      <Form state={form} conflict={conflict}>
        <div className="grid gap-4 sm:grid-cols-2">
          <TextArea {...bind('optOutWords')} />
          <TextArea {...bind('optInWords')} />
        </div>
        <label className="flex items-start gap-2.5">
          <input
            type="checkbox"
            className="mt-1 size-4 shrink-0 accent-brand"
            checked={draft.doubleOptIn}
            aria-describedby="double-opt-in-hint"
            onChange={(event) => setDraft({ ...draft, doubleOptIn: event.target.checked })}
          />
          <span>
            <span className="font-medium">{text('doubleOptIn')}</span>
            <span id="double-opt-in-hint" className="block text-sm text-muted">
              {text('doubleOptInHint')}
            </span>
          </span>
        </label>
        <Button type="submit" className="justify-self-start" busy={form.busy}>
          {t('form.save')}
        </Button>
      </Form>
    </Card>
  );
}
