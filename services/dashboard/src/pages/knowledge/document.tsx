import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { ArrowLeft, FileUp, Plus, RotateCw, X } from 'lucide-react';
import { useRef, useState } from 'react';
import { Link, useNavigate, useParams } from 'react-router';
import { api, unwrap, upload, type Schemas } from '../../api/client';
import { Problem, toProblem } from '../../api/problem';
import { Badge } from '../../components/badge';
import { Button } from '../../components/button';
import { TextArea, TextField } from '../../components/field';
import { Form, useForm } from '../../components/form';
import { Card, PageHeader, SkeletonRows } from '../../components/layout';
import { Listing, nextCursor, pageQuery } from '../../components/listing';
import { ProblemNote } from '../../components/problem-note';
import { useToast } from '../../components/toast';
import { useWords } from '../../i18n/i18n';
import { may } from '../../session/permissions';
import { useSigned, useTenantId } from '../../session/session-context';
import { ACCEPTED, isUnderWay, POLL_MS, TONES, Warnings } from './document-state';

type Document = Schemas['DocumentDto'];
type Content = Schemas['DocumentContentDto'];
type Pair = Schemas['PairDto'];

/** One document: what it says, as passages and as it can be changed. */
export function DocumentPage() {
  const { t, explain } = useWords();
  const say = useToast();
  const { id: baseId = '', documentId = '' } = useParams();
  const tenantId = useTenantId();
  const edits = may(useSigned(), 'edit-knowledge');
  const queries = useQueryClient();
  const document = useQuery({
    queryKey: ['knowledge', tenantId, baseId, 'document', documentId],
    queryFn: () => unwrap(api.GET('/api/v1/documents/{id}', { params: { path: { id: documentId } } })),
    refetchInterval: ({ state }) => (state.data && isUnderWay(state.data) ? POLL_MS : false),
  });
  const retry = useMutation({
    mutationFn: () => unwrap(api.POST('/api/v1/documents/{id}/retry', { params: { path: { id: documentId } } })),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['knowledge', tenantId] }),
    onError: (error) => say(({ explain }) => explain(toProblem(error))),
  });
  const back = (
    <Link to={`/knowledge/${baseId}`} className="mb-3 inline-flex items-center gap-1.5 text-sm font-medium text-brand-ink hover:underline">
      <ArrowLeft className="size-4" aria-hidden />
      {t('document.back')}
    </Link>
  );
  if (!document.data) {
    return (
      <>
        {back}
        <PageHeader title={t('document.page')} />
        {document.isError ? <ProblemNote problem={document.error} retry={() => document.refetch()} /> : <SkeletonRows />}
      </>
    );
  }
  const { title, status, error, warnings } = document.data;
  return (
    <>
      {back}
      <PageHeader
        title={title}
        text={
          <span className="grid gap-1">
            <span aria-live="polite">
              <Badge tone={TONES[status]}>{t(`document.${status}`)}</Badge>
            </span>
            {error && <span className="text-bad">{explain(new Problem(0, error.code, error.detail))}</span>}
            <Warnings warnings={warnings} />
          </span>
        }
        actions={
          edits &&
          status === 'failed' && (
            <Button variant="secondary" busy={retry.isPending} onClick={() => retry.mutate()}>
              {!retry.isPending && <RotateCw aria-hidden />}
              {t('document.retry')}
            </Button>
          )
        }
      />
      <div className="grid gap-6">
        {edits && <Change key={documentId} baseId={baseId} document={document.data} />}
        <Passages key={`${documentId} ${status}`} baseId={baseId} documentId={documentId} />
      </div>
    </>
  );
}

function Change({ baseId, document }: { baseId: string; document: Document }) {
  const { t } = useWords();
  const tenantId = useTenantId();
  const content = useQuery({
    queryKey: ['knowledge', tenantId, baseId, 'content', document.id],
    queryFn: () => unwrap(api.GET('/api/v1/documents/{id}/content', { params: { path: { id: document.id } } })),
    // What is being written must not be overwritten.
    staleTime: Infinity,
  });
  return (
    <Card title={t('document.change')}>
      <p className="-mt-3 mb-4 text-sm text-muted">{t('document.changeText')}</p>
      {content.isError && <ProblemNote problem={content.error} retry={() => content.refetch()} />}
      {content.isPending && <SkeletonRows rows={3} />}
      {content.data && <ChangeForm baseId={baseId} document={document} content={content.data} />}
    </Card>
  );
}

function ChangeForm({ baseId, document, content }: { baseId: string; document: Document; content: Content }) {
  const { t } = useWords();
  const say = useToast();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const tenantId = useTenantId();
  const picker = useRef<HTMLInputElement>(null);
  const [title, setTitle] = useState(document.title);
  const [text, setText] = useState(content.text ?? '');
  const [pairs, setPairs] = useState<readonly Pair[]>(content.pairs ?? []);

  const changed = async ({ id }: { id: string }): Promise<void> => {
    say(({ t }) => t('document.saved'));
    await queries.invalidateQueries({ queryKey: ['knowledge', tenantId] });
    await navigate(`/knowledge/${baseId}/documents/${id}`, { replace: true });
  };
  const form = useForm(['title', 'content', 'pairs'], async () => {
    const said = content.pairs ? { pairs: [...pairs] } : content.text !== null && text !== content.text ? { content: text } : {};
    await changed(
      await unwrap(api.PUT('/api/v1/documents/{id}', { params: { path: { id: document.id } }, body: { title, ...said } as never })),
    );
  });
  const replace = useMutation({
    mutationFn: async (file: File) => {
      const sent = new FormData();
      sent.append('file', file, file.name);
      await changed(await upload<{ id: string }>(`/api/v1/documents/${document.id}`, sent, () => undefined, undefined, 'PUT'));
    },
  });
  return (
    <Form state={form}>
      <TextField
        label={t('column.title')}
        maxLength={300}
        autoComplete="off"
        value={title}
        onValue={setTitle}
        error={form.error('title')}
      />
      {content.pairs ? (
        <Pairs pairs={pairs} onPairs={setPairs} error={form.error('pairs')} />
      ) : content.text !== null ? (
        <TextArea label={t('document.text')} rows={14} value={text} onValue={setText} error={form.error('content')} />
      ) : (
        <p className="text-sm text-muted">{t('document.notText')}</p>
      )}
      {replace.isError && <ProblemNote problem={replace.error} />}
      <div className="flex flex-wrap gap-2">
        <Button type="submit" busy={form.busy}>
          {t('document.save')}
        </Button>
        <input
          ref={picker}
          type="file"
          accept={ACCEPTED}
          className="sr-only"
          tabIndex={-1}
          aria-label={t('document.replace')}
          onChange={(event) => {
            const [file] = event.target.files ?? [];
            if (file) replace.mutate(file);
            event.target.value = '';
          }}
        />
        <Button variant="secondary" busy={replace.isPending} onClick={() => picker.current?.click()}>
          {!replace.isPending && <FileUp aria-hidden />}
          {t('document.replace')}
        </Button>
      </div>
    </Form>
  );
}

function Pairs({
  pairs,
  onPairs,
  error,
}: {
  pairs: readonly Pair[];
  onPairs: (pairs: readonly Pair[]) => void;
  error: string | undefined;
}) {
  const { t, number } = useWords();
  const set = (index: number, change: Partial<Pair>) => onPairs(pairs.map((pair, at) => (at === index ? { ...pair, ...change } : pair)));
  return (
    <fieldset className="grid gap-3">
      <legend className="mb-1.5 text-sm font-medium">{t('document.pairs')}</legend>
      {pairs.map((pair, index) => (
        // eslint-disable-next-line react/no-array-index-key -- a pair has no name of its own
        <div key={index} className="flex items-start gap-2 rounded-lg border border-line p-3">
          <div className="grid min-w-0 flex-1 gap-3 sm:grid-cols-2">
            <TextArea
              label={t('document.question', { number: number(index + 1) })}
              rows={2}
              value={pair.question}
              onValue={(question) => set(index, { question })}
            />
            <TextArea
              label={t('document.answer', { number: number(index + 1) })}
              rows={2}
              value={pair.answer}
              onValue={(answer) => set(index, { answer })}
            />
          </div>
          <Button
            variant="ghost"
            size="icon"
            aria-label={t('document.removePair', { number: number(index + 1) })}
            onClick={() => onPairs(pairs.filter((_, at) => at !== index))}
          >
            <X aria-hidden />
          </Button>
        </div>
      ))}
      {error && <p className="text-sm font-medium text-bad">{error}</p>}
      <div>
        <Button variant="secondary" size="small" onClick={() => onPairs([...pairs, { question: '', answer: '', topic: '' }])}>
          <Plus aria-hidden />
          {t('document.addPair')}
        </Button>
      </div>
    </fieldset>
  );
}

function Passages({ baseId, documentId }: { baseId: string; documentId: string }) {
  const { t } = useWords();
  const tenantId = useTenantId();
  const passages = useInfiniteQuery({
    queryKey: ['knowledge', tenantId, baseId, 'passages', documentId],
    queryFn: ({ pageParam }) =>
      unwrap(api.GET('/api/v1/documents/{id}/passages', { params: { path: { id: documentId }, query: pageQuery(pageParam) } })),
    initialPageParam: '',
    getNextPageParam: nextCursor,
  });
  return (
    <Card title={t('document.passages')}>
      <p className="-mt-3 mb-4 text-sm text-muted">{t('document.passagesText')}</p>
      <Listing query={passages} empty={<p className="text-muted">{t('document.noPassages')}</p>}>
        {(rows) => (
          <ol className="grid gap-3">
            {rows.map(({ position, heading, text }) => (
              <li key={position} className="rounded-lg border border-line p-4">
                {heading.length > 0 && <p className="mb-1 font-medium break-words">{heading.join(' › ')}</p>}
                <p className="break-words whitespace-pre-line text-muted">{text}</p>
              </li>
            ))}
          </ol>
        )}
      </Listing>
    </Card>
  );
}
