import { Plus } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { Button } from '../../components/button';
import { DialogActions } from '../../components/dialog';
import { TextArea, TextField } from '../../components/field';
import { Form, useForm } from '../../components/form';
import { goldenTexts } from '../../i18n/golden';
import { useWords } from '../../i18n/i18n';
import { useTexts } from '../../i18n/use-texts';

const lines = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean);

/** A golden question as the form begins with it, and as it leaves. */
export interface GoldenFields {
  question: string;
  expected: string[];
  earlier: string[];
}

/**
 * What is asked, what the answer must hold, and what the customer writes before it.
 *
 * @param offered sentences that may be taken over as facts
 * @param before fields above its own
 */
export function GoldenForm({
  start,
  offered = [],
  before,
  save,
  close,
}: {
  start: GoldenFields | undefined;
  offered?: readonly string[];
  before?: ReactNode;
  save: (fields: GoldenFields) => Promise<unknown>;
  close: () => void;
}) {
  const t = useTexts(goldenTexts);
  const words = useWords();
  const [question, setQuestion] = useState(start?.question ?? '');
  const [expected, setExpected] = useState(start?.expected.join('\n') ?? '');
  const [earlier, setEarlier] = useState(start?.earlier.join('\n') ?? '');
  const form = useForm(['question', 'expected', 'earlier'], async () => {
    await save({ question, expected: lines(expected), earlier: lines(earlier) });
  });
  const left = offered.filter((each) => !lines(expected).includes(each));
  return (
    <Form state={form}>
      {before}
      <TextField
        label={t('question')}
        maxLength={1000}
        autoComplete="off"
        value={question}
        onValue={setQuestion}
        error={form.error('question')}
      />
      <TextArea
        label={t('expected')}
        hint={t('expectedHint')}
        rows={3}
        value={expected}
        onValue={setExpected}
        error={form.error('expected')}
      />
      {left.length > 0 && (
        <div role="group" aria-label={t('offered')} className="grid gap-1.5">
          <p className="text-sm text-muted">{t('offered')}</p>
          {left.map((each) => (
            <button
              key={each}
              type="button"
              className="flex min-h-9 items-start gap-2 rounded-lg border border-line px-2.5 py-1.5 text-left text-sm hover:bg-raised"
              onClick={() => setExpected([...lines(expected), each].join('\n'))}
            >
              <Plus className="mt-0.5 size-4 shrink-0 text-brand-ink" aria-hidden />
              <bdi className="min-w-0 break-words">{each}</bdi>
            </button>
          ))}
        </div>
      )}
      <TextArea
        label={t('earlier')}
        hint={t('earlierHint')}
        optional
        rows={2}
        value={earlier}
        onValue={setEarlier}
        error={form.error('earlier')}
      />
      <DialogActions>
        <Button variant="secondary" onClick={close}>
          {words.t('dialog.cancel')}
        </Button>
        <Button type="submit" busy={form.busy}>
          {t('save')}
        </Button>
      </DialogActions>
    </Form>
  );
}
