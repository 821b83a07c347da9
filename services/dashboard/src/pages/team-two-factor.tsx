import { useState } from 'react';
import { api, unwrap, type Schemas } from '../api/client';
import { Badge } from '../components/badge';
import { Button } from '../components/button';
import { Confirm } from '../components/dialog';
import { useToast } from '../components/toast';
import { useTwoFactorTexts } from '../i18n/two-factor';
import { useTenantId } from '../session/session-context';

interface Props {
  member: Schemas['MemberDto'];
  mayReset: boolean;
  changed: () => Promise<unknown>;
}

/** Whether a member has a second factor, and taking it away from one who has lost it. */
export function MemberTwoFactor({ member: { id: userId, name, twoFactor }, mayReset, changed }: Props) {
  const texts = useTwoFactorTexts();
  const say = useToast();
  const id = useTenantId();
  const [asking, setAsking] = useState(false);
  const reset = async () => {
    await unwrap(api.DELETE('/api/v1/tenants/{id}/users/{userId}/two-factor', { params: { path: { id, userId } } }));
    say(() => texts('twoFactor.resetDone', { name }));
    await changed();
  };
  return (
    <div className="flex flex-wrap items-center gap-x-2 gap-y-1 max-md:justify-end">
      <Badge tone={twoFactor ? 'good' : 'neutral'}>{texts(twoFactor ? 'twoFactor.yes' : 'twoFactor.no')}</Badge>
      {twoFactor && mayReset && (
        <Button variant="quiet" size="small" aria-label={texts('twoFactor.resetOf', { name })} onClick={() => setAsking(true)}>
          {texts('twoFactor.reset')}
        </Button>
      )}
      <Confirm
        open={asking}
        onClose={() => setAsking(false)}
        title={texts('twoFactor.resetTitle', { name })}
        text={texts('twoFactor.resetText', { name })}
        action={texts('twoFactor.reset')}
        run={reset}
      />
    </div>
  );
}
