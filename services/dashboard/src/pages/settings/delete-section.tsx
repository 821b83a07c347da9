import { useQueryClient } from '@tanstack/react-query';
import { CalendarX, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { api, unwrap } from '../../api/client';
import { Button } from '../../components/button';
import { Confirm } from '../../components/dialog';
import { Card, SkeletonRows } from '../../components/layout';
import { ProblemNote } from '../../components/problem-note';
import { useToast } from '../../components/toast';
import { useWords } from '../../i18n/i18n';
import { useTenantId } from '../../session/session-context';
import { DeleteDialog } from './delete-dialog';
import { useDeletion } from './use-deletion';

/** The end of the company: asked for with its name and a password, and stopped with a press until the day comes. */
export function DeleteSection({ name }: { name: string }) {
  const { t, date } = useWords();
  const say = useToast();
  const id = useTenantId();
  const queries = useQueryClient();
  const deletion = useDeletion(id);
  const [asks, setAsks] = useState<'delete' | 'stop'>();
  const close = () => setAsks(undefined);
  const changed = () => queries.invalidateQueries({ queryKey: ['deletion', id] });
  const stop = async () => {
    await unwrap(api.DELETE('/api/v1/tenants/{id}/deletion', { params: { path: { id } } }));
    say(({ t }) => t('deletion.stopped'));
    await changed();
  };
  const { data } = deletion;
  const days = data?.graceDays ?? 30;
  return (
    <Card title={t('deletion.title')} className="max-w-3xl">
      {deletion.isPending && <SkeletonRows rows={2} />}
      {deletion.isError && <ProblemNote problem={deletion.error} retry={() => deletion.refetch()} />}
      {data?.state === 'none' && (
        <>
          <div className="grid max-w-2xl gap-3 text-muted">
            <p>{t('deletion.text', { days })}</p>
            <p>{t('deletion.stays')}</p>
          </div>
          <Button variant="danger" className="mt-4" onClick={() => setAsks('delete')}>
            <Trash2 aria-hidden />
            {t('deletion.ask')}
          </Button>
        </>
      )}
      {data?.state === 'scheduled' && data.dueAt && (
        <div className="grid justify-items-start gap-4">
          <div className="flex gap-3 rounded-lg bg-warn-soft p-3.5 text-warn">
            <CalendarX className="mt-0.5 size-5 shrink-0" aria-hidden />
            <p className="min-w-0">{t('deletion.scheduled', { date: date(data.dueAt) })}</p>
          </div>
          <Button variant="secondary" onClick={() => setAsks('stop')}>
            {t('deletion.stop')}
          </Button>
        </div>
      )}
      <DeleteDialog open={asks === 'delete'} onClose={close} name={name} days={days} changed={changed} />
      <Confirm
        open={asks === 'stop'}
        onClose={close}
        title={t('deletion.stopTitle')}
        text={t('deletion.stopText')}
        action={t('deletion.stop')}
        danger={false}
        run={stop}
      />
    </Card>
  );
}
