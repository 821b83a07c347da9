import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api, unwrap, type Schemas } from '../../api/client';
import { Button } from '../../components/button';
import { SelectField, TextField } from '../../components/field';
import { Form, useForm } from '../../components/form';
import { Card } from '../../components/layout';
import { useTenantId } from '../../session/session-context';
import { PURPOSES, useCodesTexts } from './use-codes-texts';

/** Sends one code and verifies it, as a program does. */
export function TryCode() {
  const c = useCodesTexts();
  const tenantId = useTenantId();
  const queries = useQueryClient();
  const [phone, setPhone] = useState('');
  const [purpose, setPurpose] = useState<Schemas['SendCodeBody']['purpose']>('login');
  const [sent, setSent] = useState<string>();
  const [code, setCode] = useState('');
  const [isRight, setRight] = useState(false);
  const refresh = () => queries.invalidateQueries({ queryKey: ['codes', tenantId] });
  const sending = useForm(['phone', 'purpose'], async () => {
    const { id } = await unwrap(api.POST('/api/v1/otp/send', { body: { phone, purpose } }));
    setSent(id);
    setCode('');
    setRight(false);
    await refresh();
  });
  const verifying = useForm(['code'], async () => {
    try {
      await unwrap(api.POST('/api/v1/otp/verify', { body: { phone, purpose, code } }));
      setRight(true);
    } finally {
      await refresh();
    }
  });
  return (
    <Card title={c('codes.test')}>
      <p className="mb-4 max-w-prose text-muted">{c('codes.testText')}</p>
      <Form state={sending} className="grid gap-4 sm:grid-cols-[1fr_1fr_auto] sm:items-start">
        <TextField label={c('codes.phone')} type="tel" value={phone} onValue={setPhone} error={sending.error('phone')} autoComplete="off" />
        <SelectField
          label={c('codes.purpose')}
          value={purpose}
          onValue={(value) => setPurpose(PURPOSES.find((each) => each === value) ?? 'login')}
          options={PURPOSES.map((each) => [each, c(`codes.purpose.${each}`)])}
        />
        <Button type="submit" busy={sending.busy} className="sm:mt-6.5">
          {c('codes.send')}
        </Button>
      </Form>
      {sent && (
        <div className="mt-5 border-t border-line pt-5">
          <Delivery id={sent} />
          {isRight ? (
            <p role="status" className="font-semibold text-good">
              {c('codes.right')}
            </p>
          ) : (
            <Form state={verifying} className="grid gap-4 sm:grid-cols-[minmax(0,16rem)_auto] sm:items-start sm:justify-start">
              <TextField
                label={c('codes.code')}
                value={code}
                onValue={setCode}
                error={verifying.error('code')}
                inputMode="numeric"
                autoComplete="one-time-code"
                mono
              />
              <Button type="submit" variant="secondary" busy={verifying.busy} className="sm:mt-6.5">
                {c('codes.verify')}
              </Button>
            </Form>
          )}
        </div>
      )}
    </Card>
  );
}

function Delivery({ id }: { id: string }) {
  const c = useCodesTexts();
  const tenantId = useTenantId();
  const code = useQuery({
    queryKey: ['codes', tenantId, 'one', id],
    queryFn: () => unwrap(api.GET('/api/v1/otp/{id}', { params: { path: { id } } })),
    refetchInterval: 2_000,
  });
  if (!code.data) return null;
  return (
    <p role="status" className="mb-4 text-muted">
      {c('codes.status', { delivery: c(`codes.delivery.${code.data.delivery}`) })}
      {code.data.failure && ` (${code.data.failure})`}
    </p>
  );
}
