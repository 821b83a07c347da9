import { useQuery } from '@tanstack/react-query';
import { MessageCircleQuestion, Send, Square } from 'lucide-react';
import { useState, type FormEvent } from 'react';
import { api, unwrap } from '../../api/client';
import { Button } from '../../components/button';
import { SelectField, TextArea } from '../../components/field';
import { Card, EmptyState, PageHeader } from '../../components/layout';
import { ProblemNote } from '../../components/problem-note';
import { useWords } from '../../i18n/i18n';
import { useTenantId } from '../../session/session-context';
import { AnswerCard } from './answer-card';
import { FoundCard } from './found-card';
import { usePlaygroundTexts } from './use-playground-texts';
import { useTrial } from './use-trial';

/** A question is tried: what is found, what would be said, and why. */
export function PlaygroundPage() {
  const { t } = useWords();
  const p = usePlaygroundTexts();
  const tenantId = useTenantId();
  const { trial, ask, stop } = useTrial();
  const [question, setQuestion] = useState('');
  const [baseId, setBaseId] = useState('');
  const bases = useQuery({
    queryKey: ['knowledge', tenantId, 'choice'],
    queryFn: () => unwrap(api.GET('/api/v1/knowledge-bases', { params: { query: { limit: 200 } } })),
  });
  const published = (bases.data?.items ?? []).filter(({ publishedVersion }) => publishedVersion !== null);
  const run = (): Promise<void> => ask({ question, ...(baseId ? { knowledgeBaseId: baseId } : {}) });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    void run();
  };
  return (
    <>
      <PageHeader title={t('nav.playground')} text={p('play.text')} />
      <div className="grid grid-cols-1 gap-6">
        <Card>
          <form onSubmit={submit} className="grid gap-4">
            <TextArea
              label={p('play.question')}
              placeholder={p('play.placeholder')}
              rows={2}
              maxLength={4_096}
              value={question}
              onValue={setQuestion}
              // As in a chat; a new line with Shift.
              onKeyDown={(event) => {
                if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return;
                event.preventDefault();
                event.currentTarget.form?.requestSubmit();
              }}
            />
            <div className="flex flex-wrap items-end gap-3">
              <SelectField
                className="min-w-0 flex-1 basis-56"
                label={p('play.base')}
                value={baseId}
                onValue={setBaseId}
                options={[['', p('play.allBases')], ...published.map(({ id, name }) => [id, name] as const)]}
              />
              {/* By their keys never one element: a press on the one would, when it becomes the other, submit the form. */}
              {trial?.isRunning ? (
                <Button key="stop" variant="secondary" onClick={stop}>
                  <Square aria-hidden />
                  {p('play.stop')}
                </Button>
              ) : (
                <Button key="ask" type="submit">
                  <Send aria-hidden />
                  {p('play.ask')}
                </Button>
              )}
            </div>
            <p className="text-sm text-muted">{p('play.counts')}</p>
          </form>
        </Card>
        {bases.isError && <ProblemNote problem={bases.error} retry={() => bases.refetch()} />}
        {!trial && (
          <div className="card">
            <EmptyState icon={MessageCircleQuestion} title={p('play.empty')} text={p('play.emptyText')} />
          </div>
        )}
        {trial?.problem !== undefined && <ProblemNote problem={trial.problem} retry={run} />}
        {trial && trial.problem === undefined && <AnswerCard trial={trial} />}
        {trial && trial.problem === undefined && <FoundCard trial={trial} />}
      </div>
    </>
  );
}
