import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'react-router';
import { api, unwrap } from '../../api/client';
import { Button } from '../../components/button';
import { Confirm } from '../../components/dialog';
import { useToast } from '../../components/toast';
import { useTenantId } from '../../session/session-context';
import type { Campaign } from './campaign-badge';
import { useCampaignTexts } from './use-campaign-texts';

type Act = 'start' | 'pause' | 'resume' | 'cancel';
const DONE = { start: 'started', pause: 'paused', resume: 'resumed', cancel: 'cancelled' } as const;

interface Props {
  campaign: Campaign;
  /** Where a draft is changed. */
  edit: string;
  /** A drip starts when its steps are published. */
  mayStart?: boolean;
}

/** Everything that a person may do about a campaign now. */
export function CampaignActs({ campaign: { id, state }, edit, mayStart = false }: Props) {
  const text = useCampaignTexts();
  const say = useToast();
  const tenantId = useTenantId();
  const queries = useQueryClient();
  const [asked, setAsked] = useState<'start' | 'cancel'>();
  const [busy, setBusy] = useState(false);
  const run = async (act: Act) => {
    const params = { params: { path: { id } } };
    const calls = {
      start: () => api.POST('/api/v1/campaigns/{id}/start', params),
      pause: () => api.POST('/api/v1/campaigns/{id}/pause', params),
      resume: () => api.POST('/api/v1/campaigns/{id}/resume', params),
      cancel: () => api.POST('/api/v1/campaigns/{id}/cancel', params),
    };
    await unwrap(calls[act]());
    say(() => text(DONE[act]));
    await queries.invalidateQueries({ queryKey: ['campaigns', tenantId] });
  };
  const press = (act: Act) => {
    setBusy(true);
    run(act)
      .catch(() => queries.invalidateQueries({ queryKey: ['campaigns', tenantId] }))
      .finally(() => setBusy(false));
  };
  return (
    <>
      {state === 'draft' && (
        <>
          <Button asChild variant="secondary">
            <Link to={edit}>{text('edit')}</Link>
          </Button>
          {mayStart && <Button onClick={() => setAsked('start')}>{text('start')}</Button>}
        </>
      )}
      {(state === 'running' || state === 'scheduled') && (
        <Button variant="secondary" busy={busy} onClick={() => press('pause')}>
          {text('pause')}
        </Button>
      )}
      {state === 'paused' && (
        <Button busy={busy} onClick={() => press('resume')}>
          {text('resume')}
        </Button>
      )}
      {(state === 'running' || state === 'scheduled' || state === 'paused') && (
        <Button variant="quiet" onClick={() => setAsked('cancel')}>
          {text('cancel')}
        </Button>
      )}
      <Confirm
        open={asked !== undefined}
        onClose={() => setAsked(undefined)}
        title={asked ? text(`${asked}Title`) : ''}
        text={asked ? text(`${asked}Text`) : ''}
        action={asked ? text(asked) : ''}
        danger={asked === 'cancel'}
        run={async () => {
          if (asked) await run(asked);
        }}
      />
    </>
  );
}
