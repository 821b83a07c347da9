import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { FileUp, ListChecks, Pencil, Plus } from 'lucide-react';
import { useRef, useState } from 'react';
import { Link } from 'react-router';
import { api, unwrap, upload, type Schemas } from '../../api/client';
import { Badge, type Tone } from '../../components/badge';
import { Button } from '../../components/button';
import { Dialog } from '../../components/dialog';
import { Card, EmptyState } from '../../components/layout';
import { nextCursor, pageQuery } from '../../components/listing';
import { ProblemNote } from '../../components/problem-note';
import { ResourceList } from '../../components/resource-list';
import { goldenTexts } from '../../i18n/golden';
import { useWords } from '../../i18n/i18n';
import { useTexts } from '../../i18n/use-texts';
import { useTenantId } from '../../session/session-context';
import { GoldenForm } from './golden-form';

type Golden = Schemas['GoldenQuestionDto'];
const TONES: Record<Golden['status'], Tone> = { found: 'good', missed: 'bad', unchecked: 'neutral' };

/** What the assistant must answer from this base, and whether it does. */
export function GoldenQuestions({ baseId, edits }: { baseId: string; edits: boolean }) {
  const t = useTexts(goldenTexts);
  const tenantId = useTenantId();
  const queries = useQueryClient();
  const [edited, setEdited] = useState<Golden | 'new'>();
  const key = ['knowledge', tenantId, baseId, 'golden'];
  const changed = () => queries.invalidateQueries({ queryKey: key });
  const golden = useInfiniteQuery({
    queryKey: key,
    queryFn: ({ pageParam }) =>
      unwrap(
        api.GET('/api/v1/knowledge-bases/{id}/golden-questions', { params: { path: { id: baseId }, query: pageQuery(pageParam, 20) } }),
      ),
    initialPageParam: '',
    getNextPageParam: nextCursor,
  });
  const add = edits && (
    <Button size="small" onClick={() => setEdited('new')}>
      <Plus aria-hidden />
      {t('add')}
    </Button>
  );
  return (
    <Card title={t('title')} actions={add}>
      <p className="mb-4 max-w-2xl text-muted">{t('text')}</p>
      <ResourceList<Golden>
        query={golden}
        label={t('title')}
        empty={<EmptyState icon={ListChecks} title={t('empty')} text={t('emptyText')} />}
        changed={changed}
        row={(row) => (
          <div className="flex flex-wrap items-start gap-x-3 gap-y-1">
            <div className="min-w-0 grow basis-40">
              <p className="font-medium break-words">{[...row.earlier, row.question].join(' › ')}</p>
              <p className="text-sm break-words text-muted">{t('facts', { facts: row.expected.join('; ') })}</p>
              {row.status === 'missed' && (
                <p className="line-clamp-3 text-sm break-words text-muted">
                  {row.answer ? t('answer', { answer: row.answer }) : t('person')}
                </p>
              )}
              {row.source && (
                <Link to={`/inbox/${row.source.conversationId}#${row.source.messageId}`} className="text-sm text-brand-ink hover:underline">
                  {t('source')}
                </Link>
              )}
            </div>
            <Badge tone={TONES[row.status]}>{t(row.status)}</Badge>
            {edits && (
              <Button variant="ghost" size="icon" aria-label={t('change', { question: row.question })} onClick={() => setEdited(row)}>
                <Pencil aria-hidden />
              </Button>
            )}
          </div>
        )}
        removal={
          edits
            ? {
                action: t('remove'),
                label: ({ question }) => t('removeName', { question }),
                title: () => t('removeTitle'),
                text: () => t('removeText'),
                run: ({ id }) =>
                  unwrap(
                    api.DELETE('/api/v1/knowledge-bases/{id}/golden-questions/{questionId}', {
                      params: { path: { id: baseId, questionId: id } },
                    }),
                  ),
                done: ({ language }) => goldenTexts[language].removed,
              }
            : undefined
        }
      />
      {edits && <Import baseId={baseId} changed={changed} />}
      <Dialog
        open={edited !== undefined}
        onClose={() => setEdited(undefined)}
        title={edited === 'new' || !edited ? t('add') : edited.question}
      >
        {edited !== undefined && (
          <GoldenForm
            start={edited === 'new' ? undefined : edited}
            close={() => setEdited(undefined)}
            save={async (body) => {
              const path = { id: baseId };
              if (edited === 'new') await unwrap(api.POST('/api/v1/knowledge-bases/{id}/golden-questions', { params: { path }, body }));
              else
                await unwrap(
                  api.PUT('/api/v1/knowledge-bases/{id}/golden-questions/{questionId}', {
                    params: { path: { ...path, questionId: edited.id } },
                    body,
                  }),
                );
              setEdited(undefined);
              void changed();
            }}
          />
        )}
      </Dialog>
    </Card>
  );
}

function Import({ baseId, changed }: { baseId: string; changed: () => Promise<unknown> }) {
  const t = useTexts(goldenTexts);
  const { number } = useWords();
  const picker = useRef<HTMLInputElement>(null);
  const send = useMutation({
    mutationFn: async (file: File) => {
      const form = new FormData();
      form.append('file', file, file.name);
      return (await upload(
        `/api/v1/knowledge-bases/${baseId}/golden-questions/import`,
        form,
        () => undefined,
      )) as Schemas['ImportedQuestionsDto'];
    },
    onSuccess: changed,
  });
  return (
    <div className="mt-4 grid gap-2">
      <input
        ref={picker}
        type="file"
        accept=".csv,.tsv,.txt"
        className="sr-only"
        tabIndex={-1}
        aria-label={t('import')}
        onChange={(event) => {
          const [file] = event.target.files ?? [];
          if (file) send.mutate(file);
          // The same file may be chosen again.
          event.target.value = '';
        }}
      />
      <div className="flex flex-wrap items-center gap-3">
        <Button variant="secondary" size="small" busy={send.isPending} onClick={() => picker.current?.click()}>
          {!send.isPending && <FileUp aria-hidden />}
          {t('import')}
        </Button>
        <p className="min-w-0 flex-1 basis-56 text-sm text-muted">{t('importHint')}</p>
      </div>
      <div aria-live="polite">
        {send.isError && <ProblemNote problem={send.error} />}
        {send.data && (
          <p>
            {t('imported', { added: number(send.data.added), known: number(send.data.known), refused: number(send.data.refused) })}
            {send.data.refusedRows.map(({ line, reason }) => (
              <span key={line} className="block text-sm text-muted">
                {t('refusedRow', { line: number(line), reason: t(reason) })}
              </span>
            ))}
          </p>
        )}
      </div>
    </div>
  );
}
