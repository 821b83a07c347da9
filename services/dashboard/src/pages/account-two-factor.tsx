import { useQuery, useQueryClient } from '@tanstack/react-query';
import { KeyRound, ShieldCheck, ShieldOff } from 'lucide-react';
import { useState } from 'react';
import { api, session, unwrap } from '../api/client';
import { Badge } from '../components/badge';
import { Button } from '../components/button';
import { Dialog } from '../components/dialog';
import { Card, Skeleton } from '../components/layout';
import { ProblemNote } from '../components/problem-note';
import { useToast } from '../components/toast';
import { useWords } from '../i18n/i18n';
import { useTwoFactorTexts } from '../i18n/two-factor';
import { Enrolment } from './two-factor/enrolment';
import { RecoveryCodes } from './two-factor/recovery-codes';
import { WithCode } from './two-factor/with-code';

/** Below, people are told to make new ones. */
const FEW_CODES = 3;

/** One's own second factor: on, off, and the recovery codes. */
export function TwoFactor() {
  const { t, date, list } = useWords();
  const texts = useTwoFactorTexts();
  const say = useToast();
  const queries = useQueryClient();
  const [open, setOpen] = useState<'on' | 'codes' | 'off'>();
  const [codes, setCodes] = useState<readonly string[]>();
  const state = useQuery({ queryKey: ['two-factor'], queryFn: () => unwrap(api.GET('/api/v1/auth/two-factor')) });
  const changed = () => Promise.all(['two-factor', 'me', 'sessions', 'team'].map((key) => queries.invalidateQueries({ queryKey: [key] })));
  const close = () => {
    setOpen(undefined);
    setCodes(undefined);
  };
  const turnOff = async (code: string) => {
    await unwrap(api.POST('/api/v1/auth/two-factor/off', { body: { code } }));
    say(() => texts('twoFactor.turnedOff'));
    close();
    await changed();
  };
  const renew = async (code: string) => {
    setCodes((await unwrap(api.POST('/api/v1/auth/two-factor/recovery-codes', { body: { code } }))).recoveryCodes);
    await changed();
  };
  const { data } = state;
  return (
    <Card
      title={texts('twoFactor.title')}
      actions={
        data && (
          <Badge tone={data.enabled ? 'good' : 'neutral'}>
            {data.enabled ? <ShieldCheck aria-hidden /> : <ShieldOff aria-hidden />}
            {texts(data.enabled ? 'twoFactor.on' : 'twoFactor.off')}
          </Badge>
        )
      }
    >
      <p className="mb-4 text-muted">{texts('twoFactor.text')}</p>
      {state.isError && <ProblemNote problem={state.error} retry={() => state.refetch()} />}
      {state.isPending && (
        <div role="status" className="grid gap-3">
          <span className="sr-only">{t('loading')}</span>
          <Skeleton className="h-5 w-1/2" />
          <Skeleton className="h-10 w-28" />
        </div>
      )}
      {data && !data.enabled && <Button onClick={() => setOpen('on')}>{texts('twoFactor.turnOn')}</Button>}
      {data?.enabled && (
        <>
          <ul className="mb-4 grid gap-1">
            {data.since && <li>{texts('twoFactor.since', { since: date(data.since, 'day') })}</li>}
            <li>{texts('twoFactor.codesLeft', { count: data.recoveryCodesLeft })}</li>
            {data.recoveryCodesLeft < FEW_CODES && <li className="font-medium text-warn">{texts('twoFactor.fewLeft')}</li>}
            {data.requiredBy.length > 0 && (
              <li className="text-muted">{texts('twoFactor.requiredBy', { names: list(data.requiredBy) })}</li>
            )}
          </ul>
          <div className="flex flex-wrap gap-2">
            <Button variant="secondary" onClick={() => setOpen('codes')}>
              <KeyRound aria-hidden />
              {texts('twoFactor.newCodes')}
            </Button>
            {data.requiredBy.length === 0 && (
              <Button variant="quiet" onClick={() => setOpen('off')}>
                {texts('twoFactor.turnOff')}
              </Button>
            )}
          </div>
        </>
      )}
      <Dialog open={open === 'on'} onClose={close} title={texts('twoFactor.title')}>
        <Enrolment
          onOn={() => {
            say(() => texts('twoFactor.turnedOn'));
            // What is asked from now on is asked as somebody with two factors.
            void session.refresh().then(changed);
          }}
          onDone={close}
        />
      </Dialog>
      <Dialog
        open={open === 'codes'}
        onClose={close}
        title={texts(codes ? 'twoFactor.codesTitle' : 'twoFactor.newCodes')}
        description={texts(codes ? 'twoFactor.codesText' : 'twoFactor.newCodesText')}
      >
        {codes ? (
          <RecoveryCodes codes={codes} onKept={close} />
        ) : (
          <WithCode action={texts('twoFactor.makeCodes')} run={renew} onClose={close} />
        )}
      </Dialog>
      <Dialog open={open === 'off'} onClose={close} title={texts('twoFactor.turnOffTitle')} description={texts('twoFactor.turnOffText')}>
        <WithCode action={texts('twoFactor.turnOff')} danger run={turnOff} onClose={close} />
      </Dialog>
    </Card>
  );
}
