import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Lightbulb } from 'lucide-react';
import { useState } from 'react';
import { Link } from 'react-router';
import { api, unwrap, type Schemas } from '../../api/client';
import { Badge } from '../../components/badge';
import { Button } from '../../components/button';
import { Dialog, DialogActions } from '../../components/dialog';
import { TextArea, TextField } from '../../components/field';
import { Form, useForm } from '../../components/form';
import { Card, EmptyState, SkeletonRows } from '../../components/layout';
import { ProblemNote } from '../../components/problem-note';
import { useToast } from '../../components/toast';
import { goldenTexts } from '../../i18n/golden';
import { useWords } from '../../i18n/i18n';
import { useAgo } from '../../i18n/use-ago';
import { useTexts } from '../../i18n/use-texts';
import { useTenantId } from '../../session/session-context';

type Suggestion = Schemas['SuggestionDto'];
const OUTCOMES = ['unanswered', 'handed_over', 'disliked'] as const;

/** What customers asked in vain: each becomes a question and answer of the draft, or goes away. */
export function Suggestions({ baseId }: { baseId: string }) {
  const t = useTexts(goldenTexts);
  const tenantId = useTenantId();
  const queries = useQueryClient();
  const [approving, setApproving] = useState<Suggestion>();
  const key = ['knowledge', tenantId, baseId, 'suggestions'];
  const suggestions = useQuery({
    queryKey: key,
    queryFn: () => unwrap(api.GET('/api/v1/knowledge-bases/{id}/suggestions', { params: { path: { id: baseId } } })),
  });
  const dismiss = useMutation({
    mutationFn: (id: string) =>
      unwrap(
        api.POST('/api/v1/knowledge-bases/{id}/suggestions/{suggestionId}/dismiss', { params: { path: { id: baseId, suggestionId: id } } }),
      ),
    onSuccess: () => queries.invalidateQueries({ queryKey: key }),
  });
  return (
    <Card title={t('suggestions')}>
      <p className="mb-4 max-w-2xl text-muted">{t('suggestionsText')}</p>
      {suggestions.isError && <ProblemNote problem={suggestions.error} retry={() => suggestions.refetch()} />}
      {dismiss.isError && <ProblemNote problem={dismiss.error} />}
      {suggestions.isPending && <SkeletonRows rows={2} />}
      {suggestions.data?.items.length === 0 && <EmptyState icon={Lightbulb} title={t('noSuggestions')} text={t('noSuggestionsText')} />}
      <ul className="grid gap-3" aria-label={t('suggestions')}>
        {suggestions.data?.items.map((each) => (
          <li key={each.id} className="rounded-lg border border-line p-4">
            <Row suggestion={each} approve={() => setApproving(each)} dismiss={() => dismiss.mutate(each.id)} />
          </li>
        ))}
      </ul>
      <Dialog
        open={approving !== undefined}
        onClose={() => setApproving(undefined)}
        title={t('approveTitle')}
        description={t('approveText')}
      >
        {approving && (
          <ApproveForm
            baseId={baseId}
            suggestion={approving}
            close={() => setApproving(undefined)}
            done={() => {
              setApproving(undefined);
              void queries.invalidateQueries({ queryKey: ['knowledge', tenantId] });
            }}
          />
        )}
      </Dialog>
    </Card>
  );
}

function Row({ suggestion, approve, dismiss }: { suggestion: Suggestion; approve: () => void; dismiss: () => void }) {
  const t = useTexts(goldenTexts);
  const { number } = useWords();
  const ago = useAgo();
  const { question, answer, outcomes, evidence } = suggestion;
  return (
    <>
      <p className="font-medium break-words">{question}</p>
      {answer && <p className="mt-1 text-sm break-words whitespace-pre-line text-muted">{t('personSaid', { answer })}</p>}
      <div className="mt-2 flex flex-wrap gap-1.5">
        {OUTCOMES.filter((outcome) => outcomes[outcome] > 0).map((outcome) => (
          <Badge key={outcome} tone="neutral">
            {t(outcome, { count: number(outcomes[outcome]) })}
          </Badge>
        ))}
      </div>
      <ul className="mt-2 grid gap-1 text-sm">
        {evidence.map(({ messageId, conversationId, question: asked, at }) => (
          <li key={messageId} className="flex flex-wrap gap-x-2 text-muted">
            <Link to={`/inbox/${conversationId}`} className="min-w-0 break-words text-brand-ink hover:underline">
              {asked}
            </Link>
            <span>{ago(at)}</span>
          </li>
        ))}
      </ul>
      <div className="mt-3 flex flex-wrap gap-2">
        <Button size="small" aria-label={`${t('approve')}: ${question}`} onClick={approve}>
          {t('approve')}
        </Button>
        <Button variant="secondary" size="small" aria-label={`${t('dismiss')}: ${question}`} onClick={dismiss}>
          {t('dismiss')}
        </Button>
      </div>
    </>
  );
}

function ApproveForm({ baseId, suggestion, close, done }: { baseId: string; suggestion: Suggestion; close: () => void; done: () => void }) {
  const t = useTexts(goldenTexts);
  const words = useWords();
  const say = useToast();
  const [question, setQuestion] = useState(suggestion.question);
  const [answer, setAnswer] = useState(suggestion.answer);
  const form = useForm(['question', 'answer'], async () => {
    const path = { id: baseId, suggestionId: suggestion.id };
    await unwrap(
      api.POST('/api/v1/knowledge-bases/{id}/suggestions/{suggestionId}/approve', { params: { path }, body: { question, answer } }),
    );
    say(({ language }) => goldenTexts[language].approved);
    done();
  });
  return (
    <Form state={form}>
      <TextField
        label={t('question')}
        maxLength={1000}
        autoComplete="off"
        value={question}
        onValue={setQuestion}
        error={form.error('question')}
      />
      <TextArea label={t('answerField')} rows={4} maxLength={4000} value={answer} onValue={setAnswer} error={form.error('answer')} />
      <DialogActions>
        <Button variant="secondary" onClick={close}>
          {words.t('dialog.cancel')}
        </Button>
        <Button type="submit" busy={form.busy}>
          {t('approve')}
        </Button>
      </DialogActions>
    </Form>
  );
}
