import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import type { Schemas } from '../../api/client';
import { Button } from '../../components/button';
import { Conflict } from '../../components/conflict';
import { SelectField, TextArea, TextField } from '../../components/field';
import { Form, useForm } from '../../components/form';
import { Card, SkeletonRows } from '../../components/layout';
import { ProblemNote } from '../../components/problem-note';
import { useToast } from '../../components/toast';
import { useWords } from '../../i18n/i18n';
import { useInbox } from '../data/inbox-context';
import { inbox } from '../data/requests';

type Settings = Schemas['SurveySettingsDto'];
type Texts = NonNullable<Settings['texts']>;
const LANGUAGES = ['en', 'es', 'pt', 'fr', 'de'] as const satisfies (keyof Texts)[];
type Language = (typeof LANGUAGES)[number];
const SERVED_BY = ['both', 'people', 'bot'] as const satisfies Settings['servedBy'][];
const LIMIT = 1_024;

/** Whether and how customers are asked after closing. */
export function SurveySettings() {
  const { t } = useWords();
  const { cache } = useInbox();
  const settings = useQuery({ queryKey: [...cache.keys.base, 'survey-settings'], queryFn: inbox.surveySettings });
  // As with the rules: what a colleague has saved is shown at once, and not under the hands of whoever is changing something here.
  const isTouched = useRef(false);
  const shown = useRef(settings.data);
  if (!isTouched.current) shown.current = settings.data;
  if (settings.isPending) return <SkeletonRows />;
  if (!settings.data) return <ProblemNote problem={settings.error} retry={() => settings.refetch()} />;
  const of = shown.current ?? settings.data;
  return (
    <Card title={t('inboxSettings.survey')}>
      <p className="mb-5 max-w-prose text-muted">{t('survey.text')}</p>
      <div onChange={() => (isTouched.current = true)}>
        <SurveyForm key={of.etag ?? settings.dataUpdatedAt} settings={of.data} etag={of.etag} onTaken={() => (isTouched.current = false)} />
      </div>
    </Card>
  );
}

interface Props {
  settings: Settings;
  etag: string | undefined;
  /** What is about to be shown is as the server has it. */
  onTaken: () => void;
}

function SurveyForm({ settings, etag, onTaken }: Props) {
  const { t } = useWords();
  const say = useToast();
  const queries = useQueryClient();
  const { cache } = useInbox();
  const [enabled, setEnabled] = useState(settings.enabled ?? false);
  const [servedBy, setServedBy] = useState<string>(settings.servedBy ?? 'both');
  const [wait, setWait] = useState(String(settings.waitMinutes));
  const [every, setEvery] = useState(String(settings.everyDays));
  const [asksComment, setAsksComment] = useState(settings.asksComment ?? true);
  const [texts, setTexts] = useState<Texts>(settings.texts ?? {});
  const mine: Schemas['SurveySettingsBody'] = {
    enabled,
    servedBy: SERVED_BY.find((each) => each === servedBy) ?? 'both',
    waitMinutes: Number(wait),
    everyDays: Number(every),
    asksComment,
    texts: plain(texts),
  };
  const queryKey = [...cache.keys.base, 'survey-settings'];
  const save = async (tag: string | undefined) => {
    const saved = await inbox.saveSurveySettings(tag, mine);
    onTaken();
    queries.setQueryData(queryKey, saved);
    say(({ t }) => t('survey.saved'));
  };
  const textFields = LANGUAGES.flatMap((language) => [`texts.${language}.question`, `texts.${language}.thanks`]);
  const form = useForm(['enabled', 'servedBy', 'waitMinutes', 'everyDays', 'asksComment', ...textFields], () => save(etag));
  const yes = (is: boolean | undefined) => t(is ? 'survey.yes' : 'survey.no');
  const readable = (of: Schemas['SurveySettingsBody']): [label: string, value: string][] => [
    [t('survey.enabled'), yes(of.enabled)],
    [t('survey.servedBy'), t(`survey.servedBy.${of.servedBy ?? 'both'}`)],
    [t('survey.wait'), String(of.waitMinutes)],
    [t('survey.every'), String(of.everyDays)],
    [t('survey.asksComment'), yes(of.asksComment)],
    ...LANGUAGES.flatMap((language): [string, string][] => [
      [`${t(`survey.language.${language}`)}: ${t('survey.question')}`, of.texts?.[language]?.question ?? ''],
      [`${t(`survey.language.${language}`)}: ${t('survey.thanks')}`, of.texts?.[language]?.thanks ?? ''],
    ]),
  ];
  return (
    <Form
      state={form}
      className="grid gap-6"
      conflict={
        <Conflict
          form={form}
          read={inbox.surveySettings}
          compare={(theirs) => {
            const own = readable(mine);
            return readable(theirs).map(([label, value], index) => [label, value, own[index]?.[1] ?? ''] as const);
          }}
          take={(theirs) => {
            onTaken();
            queries.setQueryData(queryKey, theirs);
          }}
          overwrite={(theirs) => save(theirs.etag)}
        />
      }
    >
      <label className="flex min-h-9 items-center gap-2.5 font-medium">
        <input type="checkbox" className="size-4.5 accent-brand" checked={enabled} onChange={(event) => setEnabled(event.target.checked)} />
        {t('survey.enabled')}
      </label>
      <div className="grid gap-4 sm:grid-cols-3">
        <SelectField
          label={t('survey.servedBy')}
          value={servedBy}
          onValue={setServedBy}
          error={form.error('servedBy')}
          options={SERVED_BY.map((each) => [each, t(`survey.servedBy.${each}`)])}
        />
        <TextField
          label={t('survey.wait')}
          hint={t('survey.waitText')}
          type="number"
          min={0}
          max={1_380}
          value={wait}
          onValue={setWait}
          error={form.error('waitMinutes')}
        />
        <TextField
          label={t('survey.every')}
          hint={t('survey.everyText')}
          type="number"
          min={0}
          max={365}
          value={every}
          onValue={setEvery}
          error={form.error('everyDays')}
        />
      </div>
      <div>
        <label className="flex min-h-9 items-center gap-2.5 font-medium">
          <input
            type="checkbox"
            className="size-4.5 accent-brand"
            aria-describedby="survey-why"
            checked={asksComment}
            onChange={(event) => setAsksComment(event.target.checked)}
          />
          {t('survey.asksComment')}
        </label>
        <p id="survey-why" className="text-sm text-muted">
          {t('survey.asksCommentText')}
        </p>
      </div>
      <SurveyTexts texts={texts} change={setTexts} defaults={settings.defaultTexts} error={form.error} />
      <div className="flex justify-end">
        <Button type="submit" busy={form.busy}>
          {t('form.save')}
        </Button>
      </div>
    </Form>
  );
}

/** Empty is the same as our own words. */
const plain = (texts: Texts): Texts =>
  Object.fromEntries(
    LANGUAGES.map((language) => [
      language,
      { question: texts[language]?.question?.trim() || null, thanks: texts[language]?.thanks?.trim() || null },
    ]),
  );

/** One language at a time: five forms below one another are more than anybody reads. */
function SurveyTexts({
  texts,
  change,
  defaults,
  error,
}: {
  texts: Texts;
  change: (texts: Texts) => void;
  defaults: Settings['defaultTexts'];
  error: (field: string) => string | undefined;
}) {
  const { t, language: own } = useWords();
  const [language, setLanguage] = useState<Language>(LANGUAGES.find((each) => each === own) ?? 'en');
  const ours = defaults.find((each) => each.language === language);
  return (
    <fieldset className="grid gap-4">
      <legend className="mb-1 font-medium">{t('survey.words')}</legend>
      <p className="text-sm text-muted">{t('survey.wordsText')}</p>
      <div className="max-w-xs">
        <SelectField
          label={t('survey.language')}
          value={language}
          onValue={(chosen) => setLanguage(LANGUAGES.find((each) => each === chosen) ?? 'en')}
          options={LANGUAGES.map((each) => [each, t(`survey.language.${each}`)])}
        />
      </div>
      <div className="grid gap-4 sm:grid-cols-2">
        {(['question', 'thanks'] as const).map((part) => (
          <TextArea
            key={`${language}.${part}`}
            label={t(`survey.${part}`)}
            optional
            lang={language}
            maxLength={LIMIT}
            placeholder={ours?.[part]}
            value={texts[language]?.[part] ?? ''}
            onValue={(value) => change({ ...texts, [language]: { ...texts[language], [part]: value } })}
            error={error(`texts.${language}.${part}`)}
          />
        ))}
      </div>
    </fieldset>
  );
}
