import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { FileUp, ListChecks, Pencil, Plus } from 'lucide-react';
import { useRef, useState } from 'react';
import { api, unwrap, upload, type Schemas } from '../../api/client';
import { Badge, type Tone } from '../../components/badge';
import { Button } from '../../components/button';
import { Dialog, DialogActions } from '../../components/dialog';
import { TextArea, TextField } from '../../components/field';
import { Form, useForm } from '../../components/form';
import { Card, EmptyState } from '../../components/layout';
import { nextCursor, pageQuery } from '../../components/listing';
import { ProblemNote } from '../../components/problem-note';
import { ResourceList } from '../../components/resource-list';
import { goldenTexts } from '../../i18n/golden';
import { useWords } from '../../i18n/i18n';
import { useTexts } from '../../i18n/use-texts';
import { useTenantId } from '../../session/session-context';

type Golden = Schemas['GoldenQuestionDto'];
const TONES: Record<Golden['status'], Tone> = { found: 'good', missed: 'bad', unchecked: 'neutral' };
const lines = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean);

/** What the assistant must answer from this base, and whether it does. */
export function GoldenQuestions({ baseId, edits }: { baseId: string; edits: boolean }) {
  const t = useTexts(goldenTexts);
  const words = useWords();
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
            baseId={baseId}
            golden={edited === 'new' ? undefined : edited}
            cancel={words.t('dialog.cancel')}
            close={() => setEdited(undefined)}
            done={() => {
              setEdited(undefined);
              void changed();
            }}
          />
        )}
      </Dialog>
    </Card>
  );
}

function GoldenForm({
  baseId,
  golden,
  cancel,
  close,
  done,
}: {
  baseId: string;
  golden: Golden | undefined;
  cancel: string;
  close: () => void;
  done: () => void;
}) {
  const t = useTexts(goldenTexts);
  const [question, setQuestion] = useState(golden?.question ?? '');
  const [expected, setExpected] = useState(golden?.expected.join('\n') ?? '');
  const [earlier, setEarlier] = useState(golden?.earlier.join('\n') ?? '');
  const form = useForm(['question', 'expected', 'earlier'], async () => {
    const body = { question, expected: lines(expected), earlier: lines(earlier) };
    if (golden) {
      const path = { id: baseId, questionId: golden.id };
      await unwrap(api.PUT('/api/v1/knowledge-bases/{id}/golden-questions/{questionId}', { params: { path }, body }));
    } else await unwrap(api.POST('/api/v1/knowledge-bases/{id}/golden-questions', { params: { path: { id: baseId } }, body }));
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
      <TextArea
        label={t('expected')}
        hint={t('expectedHint')}
        rows={3}
        value={expected}
        onValue={setExpected}
        error={form.error('expected')}
      />
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
          {cancel}
        </Button>
        <Button type="submit" busy={form.busy}>
          {t('save')}
        </Button>
      </DialogActions>
    </Form>
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
