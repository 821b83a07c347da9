import { ArrowLeft } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { Button } from '../../components/button';
import { TextField } from '../../components/field';
import { Form } from '../../components/form';
import { useWords } from '../../i18n/i18n';
import { useTwoFactorTexts } from '../../i18n/two-factor';
import type { SecondStep } from '../../session/use-second-step';
import { AuthLayout, LINK } from './auth-layout';

/** The second step of a sign-in: the code of the app, or a recovery code. */
export function CodeStep({ step, email, slug }: { step: SecondStep; email: string; slug?: string | undefined }) {
  const { t, explain } = useWords();
  const texts = useTwoFactorTexts();
  const { form, code, setCode, back } = step;
  const [recovery, setRecovery] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  // After the heading, which takes the focus of every page: here everybody types.
  useEffect(() => input.current?.focus(), [recovery]);
  const wrong = form.problem?.code === 'wrong_code' && explain(form.problem);
  const change = () => {
    form.reset();
    setCode('');
    setRecovery(!recovery);
  };
  return (
    <AuthLayout
      title={texts('twoFactor.stepTitle')}
      text={texts(recovery ? 'twoFactor.recoveryText' : 'twoFactor.stepText', { email })}
      slug={slug}
    >
      <Form state={form}>
        {recovery ? (
          <TextField
            key="recovery"
            ref={input}
            label={texts('twoFactor.recoveryCode')}
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
            maxLength={40}
            mono
            value={code}
            onValue={setCode}
            error={wrong || form.error('code')}
          />
        ) : (
          <TextField
            key="app"
            ref={input}
            label={texts('twoFactor.code')}
            hint={texts('twoFactor.codeHint')}
            autoComplete="one-time-code"
            inputMode="numeric"
            maxLength={12}
            mono
            value={code}
            onValue={setCode}
            error={wrong || form.error('code')}
          />
        )}
        <Button type="submit" busy={form.busy}>
          {t('signIn.action')}
        </Button>
      </Form>
      <div className="mt-5 flex flex-wrap items-center justify-between gap-3">
        <Button variant="ghost" size="small" className="-ml-3" onClick={back}>
          <ArrowLeft aria-hidden />
          {texts('twoFactor.back')}
        </Button>
        <button type="button" className={LINK} onClick={change}>
          {texts(recovery ? 'twoFactor.useApp' : 'twoFactor.useRecovery')}
        </button>
      </div>
      {recovery && <p className="mt-5 text-sm text-muted">{texts('twoFactor.lost')}</p>}
    </AuthLayout>
  );
}
