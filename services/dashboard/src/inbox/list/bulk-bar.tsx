import { useMutation } from '@tanstack/react-query';
import { CircleCheck, Clock, EllipsisVertical, MailOpen, Tag, UserPlus, X } from 'lucide-react';
import { useState } from 'react';
import type { Schemas } from '../../api/client';
import { Problem, toProblem } from '../../api/problem';
import { Button } from '../../components/button';
import { Confirm, Dialog, DialogActions } from '../../components/dialog';
import { Menu, MenuItem, MenuLabel, MenuSeparator } from '../../components/menu';
import { useToast } from '../../components/toast';
import { useWords } from '../../i18n/i18n';
import { AssignDialog } from '../conversation/assign-dialog';
import { SnoozeDialog } from '../conversation/snooze-dialog';
import { snoozeTimes } from '../conversation/snooze-times';
import type { Action } from '../conversation/use-actions';
import type { Conversation } from '../data/contract';
import { useInbox } from '../data/inbox-context';
import { inbox } from '../data/requests';
import { nameOf } from '../marks';
import { BulkLabels, type BulkAction } from './bulk-labels';

/** What the interface takes in one call. */
const MOST = 100;

type Result = Schemas['BulkResultDto'];
type Asked = 'assign' | 'labels' | 'snooze' | 'close';

interface Props {
  rows: readonly Conversation[];
  picked: ReadonlySet<string>;
  onPicked: (picked: ReadonlySet<string> | undefined) => void;
}

/** How many conversations are selected, and what can be done with them at once. */
export function BulkBar({ rows, picked, onPicked }: Props) {
  const { t, date } = useWords();
  const { cache } = useInbox();
  const say = useToast();
  const [asked, setAsked] = useState<Asked>();
  const [refused, setRefused] = useState<readonly Result[]>([]);
  // Rows that have left the list meanwhile are not acted on unseen.
  const chosen = rows.filter(({ id }) => picked.has(id)).map(({ id }) => id);
  const shown = rows.slice(0, MOST).map(({ id }) => id);
  const isAll = shown.length > 0 && shown.every((id) => picked.has(id));
  const isTooMany = chosen.length > MOST;
  const act = useMutation({
    mutationFn: (action: BulkAction) => inbox.bulk({ conversationIds: chosen, ...action }),
    onSuccess: (results) => {
      const failed = results.filter(({ ok }) => !ok);
      cache.took(...results.flatMap(({ conversation }) => conversation ?? []));
      say(({ t }) => t('bulk.done', { count: results.length - failed.length }));
      setRefused(failed);
      onPicked(failed.length > 0 ? new Set(failed.map(({ conversationId }) => conversationId)) : undefined);
    },
    onError: (error) => say(({ explain }) => explain(toProblem(error)), 'bad'),
  });
  const close = () => setAsked(undefined);
  /** What the dialogs of a single conversation ask for, of all that are selected. */
  const run = (action: Action) => {
    if (action.kind === 'snooze') act.mutate({ action: 'snooze', until: action.until });
    if (action.kind === 'assign' && !('mode' in action.to)) act.mutate({ action: 'assign', ...action.to });
  };
  return (
    <div className="sticky top-0 z-10 flex min-h-12 flex-wrap items-center gap-x-2 border-b border-line bg-surface pr-1.5">
      <label className="flex min-h-11 cursor-pointer items-center">
        <span className="grid w-11 place-items-center">
          <input
            type="checkbox"
            className="size-4 accent-brand"
            aria-label={t('bulk.all')}
            checked={isAll}
            onChange={() => onPicked(new Set(isAll ? [] : shown))}
          />
        </span>
        <span role="status" className="text-sm font-medium">
          {chosen.length > 0 ? t('bulk.count', { count: chosen.length }) : t('bulk.all')}
        </span>
      </label>
      <span className="ml-auto flex items-center">
        <Menu
          trigger={
            <Button
              variant="ghost"
              size="icon"
              aria-label={t('bulk.actions')}
              title={t('bulk.actions')}
              busy={act.isPending}
              disabled={chosen.length === 0 || isTooMany}
            >
              {!act.isPending && <EllipsisVertical aria-hidden />}
            </Button>
          }
        >
          <MenuItem onSelect={() => act.mutate({ action: 'read' })}>
            <MailOpen aria-hidden />
            {t('bulk.read')}
          </MenuItem>
          <MenuItem onSelect={() => setAsked('assign')}>
            <UserPlus aria-hidden />
            {t('action.assign')}
          </MenuItem>
          <MenuItem onSelect={() => setAsked('labels')}>
            <Tag aria-hidden />
            {t('action.labels')}
          </MenuItem>
          <MenuSeparator />
          <MenuLabel>{t('action.snooze')}</MenuLabel>
          {snoozeTimes(new Date()).map(({ name, until }) => (
            <MenuItem key={name} onSelect={() => act.mutate({ action: 'snooze', until: until.toISOString() })}>
              <Clock aria-hidden />
              <span className="grow">{t(`snooze.${name}`)}</span>
              <span className="text-sm text-muted">{`${date(until.toISOString(), 'weekday')} ${date(until.toISOString(), 'time')}`}</span>
            </MenuItem>
          ))}
          <MenuItem onSelect={() => setAsked('snooze')}>
            <Clock aria-hidden />
            {t('snooze.custom')}
          </MenuItem>
          <MenuSeparator />
          <MenuItem onSelect={() => setAsked('close')}>
            <CircleCheck aria-hidden />
            {t('action.close')}
          </MenuItem>
        </Menu>
        <Button variant="ghost" size="icon" aria-label={t('bulk.end')} title={t('bulk.end')} onClick={() => onPicked(undefined)}>
          <X aria-hidden />
        </Button>
      </span>
      {isTooMany && (
        <p role="alert" className="w-full px-3 pb-2 text-sm text-bad">
          {t('bulk.most', { most: MOST })}
        </p>
      )}
      <AssignDialog open={asked === 'assign'} onClose={close} conversation={{}} actions={{ run }} hasAuto={false} />
      <BulkLabels open={asked === 'labels'} onClose={close} run={act.mutate} />
      <SnoozeDialog open={asked === 'snooze'} onClose={close} actions={{ run }} />
      <Confirm
        open={asked === 'close'}
        onClose={close}
        title={t('bulk.closeTitle')}
        text={t('bulk.closeText', { count: chosen.length })}
        action={t('action.close')}
        danger={false}
        run={async () => {
          await act.mutateAsync({ action: 'close' });
        }}
      />
      <Refused results={refused} onClose={() => setRefused([])} />
    </div>
  );
}

/** Which conversations were left as they were, and why. */
function Refused({ results, onClose }: { results: readonly Result[]; onClose: () => void }) {
  const { t, explain } = useWords();
  const { cache } = useInbox();
  return (
    <Dialog
      open={results.length > 0}
      onClose={onClose}
      title={t('bulk.failed', { count: results.length })}
      description={t('bulk.failedText')}
    >
      <ul className="grid max-h-80 gap-2 overflow-y-auto" tabIndex={0} aria-label={t('bulk.failed', { count: results.length })}>
        {results.map(({ conversationId, code = '', detail = '' }) => {
          const conversation = cache.find(conversationId);
          return (
            <li key={conversationId}>
              <p className="font-medium">{conversation ? nameOf(conversation.contact) : conversationId}</p>
              <p className="text-sm text-muted">{explain(new Problem(0, code, detail))}</p>
            </li>
          );
        })}
      </ul>
      <DialogActions>
        <Button onClick={onClose}>{t('dialog.close')}</Button>
      </DialogActions>
    </Dialog>
  );
}
