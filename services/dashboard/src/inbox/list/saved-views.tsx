import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Bookmark, Pencil, Save } from 'lucide-react';
import { useState } from 'react';
import { Link, useSearchParams } from 'react-router';
import type { Schemas } from '../../api/client';
import { toProblem } from '../../api/problem';
import { Button } from '../../components/button';
import { cn } from '../../components/cn';
import { Confirm, Dialog } from '../../components/dialog';
import { TextField } from '../../components/field';
import { useToast } from '../../components/toast';
import { useWords } from '../../i18n/i18n';
import { may } from '../../session/permissions';
import { useSigned } from '../../session/session-context';
import { useInbox } from '../data/inbox-context';
import { views as source } from '../data/requests';
import { RowForm } from '../settings/row-form';
import { isNarrowed, type Filter } from './filter';
import { parametersOf, shows, viewOf } from './view-filter';

type View = Schemas['SavedViewDto'];
const SMALL = 'inline-flex min-h-8 shrink-0 items-center gap-1.5 rounded-full px-2.5 text-sm';

/** The views that this person sees, each a link to its list; and what can be done with the list that is shown. */
export function SavedViews({ filter }: { filter: Filter }) {
  const { t } = useWords();
  const signed = useSigned();
  const { cache } = useInbox();
  const queries = useQueryClient();
  const say = useToast();
  const [parameters] = useSearchParams();
  const [editing, setEditing] = useState<View | 'new'>();
  const queryKey = cache.keys.named('views');
  const views = useQuery({ queryKey, queryFn: source.all, staleTime: 30_000 }).data ?? [];
  const chosen = views.find(({ id }) => id === parameters.get('view'));
  const isSame = chosen !== undefined && shows(filter, chosen.filter);
  const mayShare = may(signed, 'edit-inbox');
  const mayChange = may(signed, 'answer') && (chosen?.isShared ? mayShare : chosen?.ownerId === signed.me.id);
  const isPlain = !isNarrowed(filter) && filter.tab === 'all' && filter.sort === 'newest';
  const changed = () => queries.invalidateQueries({ queryKey });
  const update = async ({ id, name, isShared }: View) => {
    try {
      await source.save(id, { name, isShared, filter: viewOf(filter) });
      await changed();
      say(({ t }) => t('inboxSettings.saved'));
    } catch (error) {
      say(({ explain }) => explain(toProblem(error)), 'bad');
    }
  };
  const isSaving = may(signed, 'answer') && !isPlain && !isSame;
  if (views.length === 0 && !isSaving) return null;
  return (
    <div className="border-b border-line">
      <nav aria-label={t('views.title')} className="flex items-center gap-1.5 overflow-x-auto px-3 py-1.5">
        {views.map((view) => {
          const isChosen = view.id === chosen?.id;
          const address = parametersOf(view.filter);
          address.set('view', view.id);
          return (
            <Link
              key={view.id}
              // Once more: back to the whole list.
              to={isChosen ? { search: '' } : { search: address.toString() }}
              aria-current={isChosen ? 'true' : undefined}
              title={view.isShared ? t('views.isShared') : undefined}
              className={cn(SMALL, isChosen ? 'bg-brand-soft font-medium text-brand-ink' : 'bg-raised hover:brightness-95')}
            >
              <Bookmark className="size-3.5" aria-hidden />
              <span className="max-w-40 truncate">{view.name}</span>
              {isChosen && !isSame && <span>{t('views.changedMark')}</span>}
            </Link>
          );
        })}
        {chosen && mayChange && (
          <Button
            variant="ghost"
            size="icon"
            className="!size-8 shrink-0"
            aria-label={t('views.edit', { name: chosen.name })}
            title={t('views.edit', { name: chosen.name })}
            onClick={() => setEditing(chosen)}
          >
            <Pencil aria-hidden />
          </Button>
        )}
        {chosen && mayChange && !isSame && (
          <button type="button" className={cn(SMALL, 'font-medium text-brand-ink hover:bg-raised')} onClick={() => void update(chosen)}>
            <Save className="size-3.5" aria-hidden />
            {t('views.update')}
          </button>
        )}
        {isSaving && (
          <button type="button" className={cn(SMALL, 'font-medium text-brand-ink hover:bg-raised')} onClick={() => setEditing('new')}>
            <Save className="size-3.5" aria-hidden />
            {t('views.save')}
          </button>
        )}
      </nav>
      <EditDialog view={editing} filter={filter} mayShare={mayShare} onClose={() => setEditing(undefined)} changed={changed} />
    </div>
  );
}

interface EditProps {
  view: View | 'new' | undefined;
  filter: Filter;
  mayShare: boolean;
  onClose: () => void;
  changed: () => Promise<void>;
}

function EditDialog({ view, filter, mayShare, onClose, changed }: EditProps) {
  const { t } = useWords();
  return (
    <Dialog
      open={view !== undefined}
      onClose={onClose}
      title={view === 'new' || !view ? t('views.save') : t('views.edit', { name: view.name })}
      description={view === 'new' ? t('views.saveText') : undefined}
    >
      {view && <Edit view={view === 'new' ? undefined : view} filter={filter} mayShare={mayShare} onClose={onClose} changed={changed} />}
    </Dialog>
  );
}

function Edit({ view, filter, mayShare, onClose, changed }: Omit<EditProps, 'view'> & { view: View | undefined }) {
  const { t } = useWords();
  const say = useToast();
  const [, setParameters] = useSearchParams();
  const [name, setName] = useState(view?.name ?? '');
  const [isShared, setIsShared] = useState(view?.isShared ?? false);
  const [removing, setRemoving] = useState(false);
  const choose = (id: string | undefined) =>
    setParameters(
      (before) => {
        const next = new URLSearchParams(before);
        if (id) next.set('view', id);
        else next.delete('view');
        return next;
      },
      { replace: true },
    );
  const send = async () => {
    const body = { name: name.trim(), isShared, filter: view?.filter ?? viewOf(filter) };
    const saved = view ? await source.save(view.id, body) : await source.create(body);
    await changed();
    choose(saved.id);
  };
  return (
    <>
      <RowForm fields={['name']} creates={!view} send={send} done={onClose}>
        {(error) => (
          <>
            <TextField label={t('column.name')} maxLength={60} autoComplete="off" value={name} onValue={setName} error={error('name')} />
            {mayShare && (
              <label className="flex min-h-10 items-center gap-2.5">
                <input
                  type="checkbox"
                  className="size-4 accent-brand"
                  checked={isShared}
                  onChange={(event) => setIsShared(event.target.checked)}
                />
                {t('views.share')}
              </label>
            )}
          </>
        )}
      </RowForm>
      {view && (
        <div className="mt-4 border-t border-line pt-3">
          <Button variant="danger" size="small" onClick={() => setRemoving(true)}>
            {t('views.remove')}
          </Button>
          <Confirm
            open={removing}
            onClose={() => setRemoving(false)}
            title={t('views.removeTitle', { name: view.name })}
            text={t(view.isShared ? 'views.removeShared' : 'views.removeText')}
            action={t('views.remove')}
            run={async () => {
              await source.remove(view.id);
              await changed();
              choose(undefined);
              say(({ t }) => t('views.removed', { name: view.name }));
              onClose();
            }}
          />
        </div>
      )}
    </>
  );
}
