import { useQueryClient } from '@tanstack/react-query';
import { CircleCheck, RotateCw, Upload, X } from 'lucide-react';
import { Progress } from 'radix-ui';
import { useRef, useState, useSyncExternalStore, type DragEvent } from 'react';
import { upload } from '../../api/client';
import { Button } from '../../components/button';
import { cn } from '../../components/cn';
import { ProblemNote } from '../../components/problem-note';
import { LeaveGuard } from '../../components/leave-guard';
import { useWords } from '../../i18n/i18n';
import { useTenantId } from '../../session/session-context';
import { ACCEPTED } from './document-state';
import { Uploads, type Line } from './uploads';

/** Takes files for a knowledge base and shows each on its way. */
export function UploadArea({ baseId }: { baseId: string }) {
  const { t, bytes } = useWords();
  const tenantId = useTenantId();
  const queries = useQueryClient();
  const picker = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  const [uploads] = useState(
    () =>
      new Uploads(
        (file, onProgress) => {
          const form = new FormData();
          form.append('file', file, file.name);
          return upload(`/api/v1/knowledge-bases/${baseId}/documents`, form, onProgress);
        },
        () => void queries.invalidateQueries({ queryKey: ['knowledge', tenantId] }),
      ),
  );
  const lines = useSyncExternalStore(uploads.subscribe, uploads.lines);
  const running = lines.some(({ state }) => state === 'waiting' || state === 'sending');

  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    uploads.add(event.dataTransfer.files);
  };
  return (
    <section
      aria-label={t('knowledge.upload')}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
      className={cn(
        'rounded-xl border-2 border-dashed p-5 text-center transition-colors',
        over ? 'border-brand bg-brand-soft' : 'border-control',
      )}
    >
      <input
        ref={picker}
        type="file"
        multiple
        accept={ACCEPTED}
        className="sr-only"
        tabIndex={-1}
        aria-label={t('knowledge.upload')}
        onChange={(event) => {
          uploads.add([...(event.target.files ?? [])]);
          // The same file may be chosen again.
          event.target.value = '';
        }}
      />
      <p className="mb-3 text-muted">{t('knowledge.drop')}</p>
      <Button variant="secondary" onClick={() => picker.current?.click()}>
        <Upload aria-hidden />
        {t('knowledge.choose')}
      </Button>
      <p className="mt-3 text-sm text-muted">{t('knowledge.formats', { size: bytes(20_000_000) })}</p>
      {lines.length > 0 && (
        <ul aria-label={t('upload.list')} className="mt-4 grid gap-3 text-left">
          {lines.map((line) => (
            <UploadLine key={line.id} line={line} retry={() => uploads.retry(line.id)} drop={() => uploads.drop(line.id)} />
          ))}
        </ul>
      )}
      {!running && lines.some(({ state }) => state === 'done') && (
        <Button variant="ghost" size="small" className="mt-3" onClick={() => uploads.clearDone()}>
          {t('upload.clear')}
        </Button>
      )}
      <LeaveGuard when={running} title={t('upload.leaveTitle')} text={t('upload.leaveText')} action={t('upload.leave')} />
    </section>
  );
}

function UploadLine({ line: { name, state, part, problem }, retry, drop }: { line: Line; retry: () => void; drop: () => void }) {
  const { t, percent, explain } = useWords();
  return (
    <li className="card p-3">
      <div className="flex items-center justify-between gap-3 text-sm">
        <span className="min-w-0 truncate font-medium">{name}</span>
        {state === 'sending' && <span className="tabular-nums">{percent(part)}</span>}
        {state === 'waiting' && <span className="text-muted">{t('upload.waiting')}</span>}
        {state === 'done' && (
          <span className="flex shrink-0 items-center gap-1.5 text-good">
            <CircleCheck className="size-4" aria-hidden />
            {t('upload.done')}
          </span>
        )}
        {state === 'failed' && (
          <span className="flex shrink-0 gap-1">
            <Button variant="secondary" size="small" aria-label={`${t('problem.retry')}: ${name}`} onClick={retry}>
              <RotateCw aria-hidden />
              {t('problem.retry')}
            </Button>
            <Button variant="ghost" size="icon" aria-label={t('upload.drop', { name })} onClick={drop}>
              <X aria-hidden />
            </Button>
          </span>
        )}
      </div>
      {problem?.code === 'quota_exceeded' && (
        <div className="mt-2">
          <ProblemNote problem={problem} goOn={retry} />
        </div>
      )}
      {problem && problem.code !== 'quota_exceeded' && (
        <p role="alert" className="mt-1 text-sm text-bad">
          {explain(problem)}
        </p>
      )}
      {state === 'sending' && (
        <Progress.Root
          value={Math.round(part * 100)}
          aria-label={t('knowledge.sending', { name })}
          className="mt-2 h-1.5 overflow-hidden rounded-full bg-raised"
        >
          <Progress.Indicator className="h-full bg-brand transition-[width]" style={{ width: `${part * 100}%` }} />
        </Progress.Root>
      )}
    </li>
  );
}
