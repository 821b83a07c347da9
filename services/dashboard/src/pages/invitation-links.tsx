import { Link2, Send } from 'lucide-react';
import { useState } from 'react';
import { api, unwrap, type Schemas } from '../api/client';
import { toProblem } from '../api/problem';
import { Button } from '../components/button';
import { CopyButton } from '../components/copy-button';
import { Dialog, DialogActions } from '../components/dialog';
import { TextField } from '../components/field';
import { useToast } from '../components/toast';
import { useWords } from '../i18n/i18n';
import { grantable } from '../session/permissions';
import { useSigned, useTenantId } from '../session/session-context';

interface Props {
  invitation: Schemas['InvitationDto'];
  changed: () => Promise<unknown>;
}

/** For an invitation whose mail does not arrive: its link to pass on, and the mail once more. */
export function InvitationLinks({ invitation, changed }: Props) {
  const { t, date } = useWords();
  const say = useToast();
  const signed = useSigned();
  const id = useTenantId();
  const [link, setLink] = useState<Schemas['InvitationLinkDto']>();
  const [busy, setBusy] = useState<'link' | 'again'>();
  const { email, role } = invitation;
  const params = { path: { id, invitationId: invitation.id } };
  const run = async (what: 'link' | 'again', work: () => Promise<void>) => {
    setBusy(what);
    try {
      await work();
    } catch (error) {
      say((words) => words.explain(toProblem(error)), 'bad');
    }
    setBusy(undefined);
  };
  const show = () =>
    run('link', async () => setLink(await unwrap(api.POST('/api/v1/tenants/{id}/invitations/{invitationId}/link', { params }))));
  const again = () =>
    run('again', async () => {
      await unwrap(api.POST('/api/v1/tenants/{id}/invitations/{invitationId}/resend', { params }));
      say(({ t }) => t('invitations.againDone', { email }));
      await changed();
    });
  // Above one's own role neither is for us.
  if (!grantable(signed).includes(role)) return null;
  return (
    <div className="flex flex-wrap gap-1.5 max-md:justify-end">
      <Button
        variant="ghost"
        size="small"
        busy={busy === 'link'}
        aria-label={t('invitations.linkOf', { email })}
        onClick={() => void show()}
      >
        <Link2 aria-hidden />
        {t('invitations.link')}
      </Button>
      <Button
        variant="ghost"
        size="small"
        busy={busy === 'again'}
        aria-label={t('invitations.againOf', { email })}
        onClick={() => void again()}
      >
        <Send aria-hidden />
        {t('invitations.again')}
      </Button>
      <Dialog
        open={link !== undefined}
        onClose={() => setLink(undefined)}
        title={t('invitations.linkTitle')}
        description={t('invitations.linkText', { email, role: t(`role.${role}`) })}
      >
        {link && (
          <div className="grid gap-4">
            <TextField
              label={t('invitations.linkField')}
              hint={t('invitations.linkUntil', { until: date(link.expiresAt) })}
              value={link.link}
              readOnly
              onValue={() => undefined}
              onFocus={(event) => event.currentTarget.select()}
            />
            <DialogActions>
              <Button variant="secondary" onClick={() => setLink(undefined)}>
                {t('dialog.close')}
              </Button>
              <CopyButton text={link.link} label={t('invitations.link')} />
            </DialogActions>
          </div>
        )}
      </Dialog>
    </div>
  );
}
