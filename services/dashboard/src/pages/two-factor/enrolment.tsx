import { useState } from 'react';
import { api, unwrap, type Schemas } from '../../api/client';
import { Button } from '../../components/button';
import { CopyButton } from '../../components/copy-button';
import { PasswordField, TextField } from '../../components/field';
import { Form, useForm } from '../../components/form';
import { useWords } from '../../i18n/i18n';
import { useTwoFactorTexts } from '../../i18n/two-factor';
import { useSigned } from '../../session/session-context';
import { QrCode } from './qr-code';
import { RecoveryCodes } from './recovery-codes';

type Secret = Schemas['TwoFactorSecretDto'];

/** Turns two-factor sign-in on: the password, the app, the recovery codes. @param onOn it is on now @param onDone the codes are kept */
export function Enrolment({ onOn, onDone }: { onOn: () => void; onDone: () => void }) {
  const texts = useTwoFactorTexts();
  const [secret, setSecret] = useState<Secret>();
  const [codes, setCodes] = useState<readonly string[]>();
  const step = codes ? 'codes' : secret ? 'scan' : 'password';
  return (
    <div className="grid gap-4">
      <div role="status">
        <h2 className="font-semibold">{texts(`twoFactor.${step}Title`)}</h2>
        <p className="mt-1 text-muted">{texts(`twoFactor.${step}Text`)}</p>
      </div>
      {codes ? (
        <RecoveryCodes codes={codes} onKept={onDone} />
      ) : secret ? (
        <Scan
          secret={secret}
          onCodes={(made) => {
            setCodes(made);
            onOn();
          }}
        />
      ) : (
        <Password onSecret={setSecret} />
      )}
    </div>
  );
}

function Password({ onSecret }: { onSecret: (secret: Secret) => void }) {
  const { t, explain } = useWords();
  const texts = useTwoFactorTexts();
  const { me } = useSigned();
  const [password, setPassword] = useState('');
  const form = useForm(['password'], async () => {
    onSecret(await unwrap(api.POST('/api/v1/auth/two-factor', { body: password ? { password } : {} })));
  });
  const wrong = form.problem?.code === 'wrong_password' && explain(form.problem);
  return (
    <Form state={form}>
      <input type="hidden" autoComplete="username" value={me.email} readOnly />
      <PasswordField
        label={t('field.password')}
        autoComplete="current-password"
        autoFocus
        // Who signs in with Firebase may have none.
        required={!me.firebaseLinked}
        value={password}
        onValue={setPassword}
        error={wrong || form.error('password')}
      />
      <Button type="submit" className="sm:justify-self-end" busy={form.busy}>
        {texts('twoFactor.next')}
      </Button>
    </Form>
  );
}

function Scan({ secret: { secret, uri }, onCodes }: { secret: Secret; onCodes: (codes: readonly string[]) => void }) {
  const { explain } = useWords();
  const texts = useTwoFactorTexts();
  const [code, setCode] = useState('');
  const form = useForm(['code'], async () => {
    onCodes((await unwrap(api.POST('/api/v1/auth/two-factor/confirm', { body: { code } }))).recoveryCodes);
  });
  const wrong = form.problem?.code === 'wrong_code' && explain(form.problem);
  return (
    <>
      <QrCode text={uri} />
      <div className="grid gap-2">
        <p className="text-sm text-muted">{texts('twoFactor.secret')}</p>
        <code data-testid="two-factor-secret" className="block rounded-lg border border-line bg-raised p-3 text-sm break-all select-all">
          {secret.replaceAll(/(.{4})(?=.)/g, '$1 ')}
        </code>
        <div>
          <CopyButton text={secret} label={texts('twoFactor.copySecret')} />
        </div>
      </div>
      <Form state={form}>
        <TextField
          label={texts('twoFactor.code')}
          hint={texts('twoFactor.codeHint')}
          autoComplete="one-time-code"
          inputMode="numeric"
          autoFocus
          maxLength={12}
          mono
          value={code}
          onValue={setCode}
          error={wrong || form.error('code')}
        />
        <Button type="submit" className="sm:justify-self-end" busy={form.busy}>
          {texts('twoFactor.confirm')}
        </Button>
      </Form>
    </>
  );
}
