import { ImageUp, Trash2 } from 'lucide-react';
import { useRef, useState } from 'react';
import { api, unwrap, upload } from '../api/client';
import { toProblem, type Problem } from '../api/problem';
import { Button } from '../components/button';
import { ProblemNote } from '../components/problem-note';
import { useToast } from '../components/toast';
import { useWords } from '../i18n/i18n';
import { useTenantId } from '../session/session-context';

/** Whether the logo was uploaded here, and is not somewhere else. */
export const isUploaded = (logoUrl: string): boolean => logoUrl.startsWith('/logos/');

/** Takes a picture for the logo at once, and away: the rest of the form is saved for itself. */
export function LogoUpload({ logoUrl, changed }: { logoUrl: string; changed: () => Promise<void> }) {
  const { t, number } = useWords();
  const say = useToast();
  const id = useTenantId();
  const picker = useRef<HTMLInputElement>(null);
  const [busy, setBusy] = useState<'put' | 'remove'>();
  const [problem, setProblem] = useState<Problem>();
  const run = async (what: 'put' | 'remove', work: () => Promise<unknown>) => {
    setBusy(what);
    setProblem(undefined);
    try {
      await work();
      await changed();
      say(({ t }) => t(what === 'put' ? 'logo.saved' : 'logo.removed'));
    } catch (error) {
      setProblem(toProblem(error));
    }
    setBusy(undefined);
  };
  const take = (file: File | undefined) => {
    if (!file) return;
    const form = new FormData();
    form.append('file', file, file.name);
    void run('put', () => upload(`/api/v1/tenants/${id}/logo`, form, () => undefined));
  };
  const remove = () => run('remove', () => unwrap(api.DELETE('/api/v1/tenants/{id}/logo', { params: { path: { id } } })));
  return (
    <div className="grid gap-3 sm:col-span-2">
      <p className="text-sm font-medium">{t('logo.title')}</p>
      {problem && <ProblemNote problem={problem} />}
      {isUploaded(logoUrl) && (
        <div className="flex flex-wrap gap-3">
          {(['light', 'dark'] as const).map((theme) => (
            <div key={theme} data-theme={theme} className="grid h-20 w-40 place-items-center rounded-lg border border-line bg-surface p-3">
              <img src={logoUrl} alt={t(`logo.on.${theme}`)} className="max-h-14 max-w-full object-contain" />
            </div>
          ))}
        </div>
      )}
      <input
        ref={picker}
        type="file"
        accept="image/png,image/jpeg,image/webp"
        className="sr-only"
        tabIndex={-1}
        aria-label={t('logo.choose')}
        onChange={(event) => {
          take(event.target.files?.[0]);
          // The same file may be chosen again.
          event.target.value = '';
        }}
      />
      <div className="flex flex-wrap gap-2">
        <Button variant="secondary" busy={busy === 'put'} onClick={() => picker.current?.click()}>
          <ImageUp aria-hidden />
          {t(isUploaded(logoUrl) ? 'logo.replace' : 'logo.choose')}
        </Button>
        {isUploaded(logoUrl) && (
          <Button variant="quiet" busy={busy === 'remove'} onClick={() => void remove()}>
            <Trash2 aria-hidden />
            {t('logo.remove')}
          </Button>
        )}
      </div>
      <p className="text-sm text-muted">{t('logo.hint', { size: number(512), pixels: number(2_048) })}</p>
    </div>
  );
}
