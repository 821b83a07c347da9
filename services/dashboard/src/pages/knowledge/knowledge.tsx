import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { BookOpen, Plus } from 'lucide-react';
import { useState } from 'react';
import { Link, useNavigate } from 'react-router';
import { api, unwrap } from '../../api/client';
import { Badge } from '../../components/badge';
import { Button } from '../../components/button';
import { Dialog, DialogActions } from '../../components/dialog';
import { TextArea, TextField } from '../../components/field';
import { Form, useForm } from '../../components/form';
import { EmptyState, PageHeader } from '../../components/layout';
import { Listing, nextCursor, pageQuery } from '../../components/listing';
import { useWords } from '../../i18n/i18n';
import { useAgo } from '../../i18n/use-ago';
import { may } from '../../session/permissions';
import { useSigned, useTenantId } from '../../session/session-context';

export function KnowledgePage() {
  const { t, number } = useWords();
  const ago = useAgo();
  const tenantId = useTenantId();
  const edits = may(useSigned(), 'edit-knowledge');
  const [creating, setCreating] = useState(false);
  const bases = useInfiniteQuery({
    queryKey: ['knowledge', tenantId],
    queryFn: ({ pageParam }) => unwrap(api.GET('/api/v1/knowledge-bases', { params: { query: pageQuery(pageParam) } })),
    initialPageParam: '',
    getNextPageParam: nextCursor,
  });
  const create = (
    <Button onClick={() => setCreating(true)}>
      <Plus aria-hidden />
      {t('knowledge.create')}
    </Button>
  );
  return (
    <>
      <PageHeader title={t('nav.knowledge')} text={t('knowledge.text')} actions={edits && create} />
      <Listing
        query={bases}
        empty={
          <div className="card">
            <EmptyState icon={BookOpen} title={t('knowledge.empty')} text={t('knowledge.emptyText')} action={edits && create} />
          </div>
        }
      >
        {(rows) => (
          <ul className="grid gap-4 md:grid-cols-2">
            {rows.map((base) => {
              const { queued, processing, ready, failed } = base.documents;
              return (
                <li key={base.id} className="card relative p-4 transition-colors hover:border-control sm:p-5">
                  <div className="flex items-start justify-between gap-3">
                    <h2 className="min-w-0 font-semibold break-words">
                      {/* The whole card is the link's. */}
                      <Link to={`/knowledge/${base.id}`} className="after:absolute after:inset-0 after:rounded-xl">
                        {base.name}
                      </Link>
                    </h2>
                    {base.publishedVersion === null ? (
                      <Badge tone="warn">{t('knowledge.draft')}</Badge>
                    ) : (
                      <span className="flex flex-wrap justify-end gap-1.5">
                        <Badge tone="good">{t('knowledge.published', { version: base.publishedVersion })}</Badge>
                        {base.hasUnpublishedChanges && <Badge tone="warn">{t('knowledge.unpublished')}</Badge>}
                      </span>
                    )}
                  </div>
                  {base.description && <p className="mt-1 line-clamp-2 text-muted">{base.description}</p>}
                  <div className="mt-4 flex flex-wrap items-center gap-x-4 gap-y-1 text-sm text-muted">
                    <span>{t('knowledge.documents', { count: number(queued + processing + ready + failed) })}</span>
                    {queued + processing > 0 && <span>{t('knowledge.busy', { count: number(queued + processing) })}</span>}
                    {failed > 0 && <span className="text-bad">{t('knowledge.failed', { count: number(failed) })}</span>}
                    <span>{t('knowledge.updated', { when: ago(base.updatedAt) })}</span>
                  </div>
                </li>
              );
            })}
          </ul>
        )}
      </Listing>
      <Dialog open={creating} onClose={() => setCreating(false)} title={t('knowledge.newTitle')} description={t('knowledge.newText')}>
        <CreateForm onClose={() => setCreating(false)} />
      </Dialog>
    </>
  );
}

function CreateForm({ onClose }: { onClose: () => void }) {
  const { t, language } = useWords();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const tenantId = useTenantId();
  const [name, setName] = useState('');
  const [description, setDescription] = useState('');
  const [spoken, setSpoken] = useState<string>(language);
  const form = useForm(['name', 'description', 'language'], async () => {
    const base = await unwrap(
      api.POST('/api/v1/knowledge-bases', {
        body: { name, ...(description && { description }), ...(spoken && { language: spoken }) },
      }),
    );
    void queries.invalidateQueries({ queryKey: ['knowledge', tenantId] });
    await navigate(`/knowledge/${base.id}`);
  });
  return (
    <Form state={form}>
      <TextField label={t('column.name')} maxLength={120} autoComplete="off" value={name} onValue={setName} error={form.error('name')} />
      <TextArea
        label={t('knowledge.description')}
        optional
        value={description}
        onValue={setDescription}
        error={form.error('description')}
      />
      <TextField
        label={t('knowledge.language')}
        hint={t('knowledge.languageHint')}
        optional
        autoCapitalize="none"
        value={spoken}
        onValue={setSpoken}
        error={form.error('language')}
      />
      <DialogActions>
        <Button variant="secondary" onClick={onClose}>
          {t('dialog.cancel')}
        </Button>
        <Button type="submit" busy={form.busy}>
          {t('knowledge.create')}
        </Button>
      </DialogActions>
    </Form>
  );
}
