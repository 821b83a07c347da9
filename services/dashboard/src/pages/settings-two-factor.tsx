import { useState } from 'react';
import { Link } from 'react-router';
import { api, unwrapWithTag } from '../api/client';
import { Button } from '../components/button';
import type { Tagged } from '../components/conflict';
import { Confirm } from '../components/dialog';
import { Card } from '../components/layout';
import { ProblemNote } from '../components/problem-note';
import { useToast } from '../components/toast';
import { useTwoFactorTexts } from '../i18n/two-factor';
import { useSigned } from '../session/session-context';
import type { Tenant } from './company';

/** Whether everybody in the company needs a second factor. @param onChanged gets the company as it is now, for what else changes it */
export function TwoFactorRule({ tenant, onChanged }: { tenant: Tenant; onChanged: (changed: Tagged<Tenant>) => void }) {
  const texts = useTwoFactorTexts();
  const say = useToast();
  const { me } = useSigned();
  const [asking, setAsking] = useState(false);
  const [problem, setProblem] = useState<unknown>();
  const [busy, setBusy] = useState(false);
  const put = async (required: boolean) => {
    onChanged(await unwrapWithTag(api.PUT('/api/v1/tenants/{id}/two-factor', { params: { path: { id: tenant.id } }, body: { required } })));
    say(() => texts(required ? 'twoFactor.ruleOn' : 'twoFactor.ruleOff'));
  };
  const stop = () => {
    setBusy(true);
    setProblem(undefined);
    put(false)
      .catch(setProblem)
      .finally(() => setBusy(false));
  };
  const { twoFactorRequired } = tenant;
  const ownFirst = !twoFactorRequired && !me.twoFactor;
  return (
    <Card title={texts('twoFactor.ruleTitle')} className="mt-6 max-w-3xl">
      {problem !== undefined && <ProblemNote problem={problem} />}
      <label className="flex items-start gap-3">
        <input
          type="checkbox"
          className="mt-1 size-4.5 shrink-0 accent-brand"
          checked={twoFactorRequired}
          disabled={ownFirst}
          aria-busy={busy || undefined}
          aria-describedby="two-factor-rule"
          onChange={() => (twoFactorRequired ? stop() : setAsking(true))}
        />
        <span className="font-medium">{texts('twoFactor.rule')}</span>
      </label>
      <p id="two-factor-rule" className="mt-1 ml-7.5 text-sm text-muted">
        {texts('twoFactor.ruleText')} {ownFirst && texts('twoFactor.ruleOwnFirst')}
      </p>
      {ownFirst && (
        <Button asChild variant="secondary" size="small" className="mt-3 ml-7.5">
          <Link to="/account">{texts('twoFactor.ruleToAccount')}</Link>
        </Button>
      )}
      <Confirm
        open={asking}
        onClose={() => setAsking(false)}
        title={texts('twoFactor.ruleConfirmTitle')}
        text={texts('twoFactor.ruleConfirmText')}
        action={texts('twoFactor.ruleConfirm')}
        danger={false}
        run={() => put(true)}
      />
    </Card>
  );
}
