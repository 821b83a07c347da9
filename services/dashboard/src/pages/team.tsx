import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { MailPlus, UserMinus, Users } from 'lucide-react';
import { useState } from 'react';
import { api, idempotencyKey, unwrap, type Schemas } from '../api/client';
import { toProblem } from '../api/problem';
import { Badge } from '../components/badge';
import { Button } from '../components/button';
import { Dialog, DialogActions } from '../components/dialog';
import { SelectField, TextField } from '../components/field';
import { Form, useForm } from '../components/form';
import { EmptyState, PageHeader } from '../components/layout';
import { nextCursor, pageQuery } from '../components/listing';
import { ResourceList } from '../components/resource-list';
import { useToast } from '../components/toast';
import { useWords } from '../i18n/i18n';
import { useTwoFactorTexts } from '../i18n/two-factor';
import { useAgo } from '../i18n/use-ago';
import { grantable, may, type Role } from '../session/permissions';
import { useSigned, useTenantId } from '../session/session-context';
import { useConfirmation } from '../session/use-confirmation';
import { InvitationLinks } from './invitation-links';
import { MemberTwoFactor } from './team-two-factor';

type Member = Schemas['MemberDto'];
type Invitation = Schemas['InvitationDto'];

export function TeamPage() {
  const { t } = useWords();
  const signed = useSigned();
  const edits = may(signed, 'edit-team');
  const [inviting, setInviting] = useState(false);
  return (
    <>
      <PageHeader
        title={t('nav.team')}
        text={t('team.text')}
        actions={
          edits && (
            <Button onClick={() => setInviting(true)}>
              <MailPlus aria-hidden />
              {t('team.invite')}
            </Button>
          )
        }
      />
      <div className="grid gap-6">
        <Members edits={edits} />
        {edits && <Invitations onInvite={() => setInviting(true)} />}
      </div>
      <Invite open={inviting} onClose={() => setInviting(false)} />
    </>
  );
}

function Members({ edits }: { edits: boolean }) {
  const { t, date, explain } = useWords();
  const texts = useTwoFactorTexts();
  const ago = useAgo();
  const say = useToast();
  const signed = useSigned();
  const id = useTenantId();
  const queries = useQueryClient();
  const [refused, setRefused] = useState<{ id: string; why: string }>();
  const roles = grantable(signed);
  const members = useInfiniteQuery({
    queryKey: ['team', id],
    queryFn: ({ pageParam }) => unwrap(api.GET('/api/v1/tenants/{id}/users', { params: { path: { id }, query: pageQuery(pageParam) } })),
    initialPageParam: '',
    getNextPageParam: nextCursor,
  });
  const changed = () => queries.invalidateQueries({ queryKey: ['team', id] });
  const changeRole = async (member: Member, role: Role) => {
    setRefused(undefined);
    try {
      await unwrap(api.PUT('/api/v1/tenants/{id}/users/{userId}', { params: { path: { id, userId: member.id } }, body: { role } }));
      say(({ t }) => t('team.roleChanged', { name: member.name, role: t(`role.${role}`) }));
    } catch (error) {
      // Beside the choice that went back to what it was, and as long as that puzzles.
      setRefused({ id: member.id, why: explain(toProblem(error)) });
    }
    await changed();
  };
  /** Above one's own role there is nothing to change. */
  const within = (member: Member) => edits && roles.includes(member.role);
  return (
    <section className="card" aria-label={t('team.members')}>
      <ResourceList<Member>
        query={members}
        label={t('team.members')}
        empty={<EmptyState icon={Users} title={t('team.empty')} text={t('team.emptyText')} />}
        changed={changed}
        columns={[
          {
            key: 'name',
            title: t('column.name'),
            main: true,
            cell: (member) => (
              <>
                <span className="font-medium">
                  {member.name}
                  {member.id === signed.me.id && <span className="ml-1.5 font-normal text-muted">{t('team.you')}</span>}
                </span>
                <span className="block text-sm break-all text-muted">{member.email}</span>
              </>
            ),
          },
          {
            key: 'role',
            title: t('column.role'),
            cell: (member) =>
              within(member) && member.id !== signed.me.id ? (
                <div className="flex flex-col items-start gap-1.5 max-md:items-end">
                  <select
                    aria-label={t('team.roleOf', { name: member.name })}
                    className="control w-auto min-w-32"
                    value={member.role}
                    onChange={(event) => void changeRole(member, event.target.value as Role)}
                  >
                    {roles.map((role) => (
                      <option key={role} value={role}>
                        {t(`role.${role}`)}
                      </option>
                    ))}
                  </select>
                  {refused?.id === member.id && (
                    <p role="alert" className="max-w-xs text-sm font-medium text-bad max-md:text-right">
                      {refused.why}
                    </p>
                  )}
                </div>
              ) : (
                <Badge tone={member.role === 'owner' ? 'brand' : 'neutral'}>{t(`role.${member.role}`)}</Badge>
              ),
          },
          { key: 'joined', title: t('column.joined'), cell: (member) => date(member.joinedAt, 'day') },
          {
            key: 'seen',
            title: t('team.lastSeen'),
            cell: (member) => (member.lastSeenAt ? ago(member.lastSeenAt) : t('team.never')),
          },
          ...(edits
            ? [
                {
                  key: 'twoFactor',
                  title: texts('twoFactor.column'),
                  cell: (member: Member) => (
                    <MemberTwoFactor member={member} mayReset={within(member) && member.id !== signed.me.id} changed={changed} />
                  ),
                },
              ]
            : []),
        ]}
        removal={
          edits
            ? {
                action: t('team.remove'),
                icon: UserMinus,
                label: ({ name }) => t('team.removeName', { name }),
                may: (member) => within(member) && member.id !== signed.me.id,
                title: ({ name }) => t('team.removeTitle', { name }),
                text: () => t('team.removeText'),
                run: (member) => unwrap(api.DELETE('/api/v1/tenants/{id}/users/{userId}', { params: { path: { id, userId: member.id } } })),
                done: ({ t }, { name }) => t('team.removed', { name }),
              }
            : undefined
        }
      />
    </section>
  );
}

function Invitations({ onInvite }: { onInvite: () => void }) {
  const { t } = useWords();
  const ago = useAgo();
  const id = useTenantId();
  const queries = useQueryClient();
  const invitations = useInfiniteQuery({
    queryKey: ['invitations', id],
    queryFn: ({ pageParam }) =>
      unwrap(api.GET('/api/v1/tenants/{id}/invitations', { params: { path: { id }, query: { ...pageQuery(pageParam), status: 'open' } } })),
    initialPageParam: '',
    getNextPageParam: nextCursor,
  });
  const changed = () => queries.invalidateQueries({ queryKey: ['invitations', id] });
  return (
    <section aria-labelledby="invitations">
      <h2 id="invitations" className="mb-3 font-semibold">
        {t('invitations.title')}
      </h2>
      <div className="card">
        <ResourceList<Invitation>
          query={invitations}
          label={t('invitations.title')}
          empty={
            <EmptyState
              icon={MailPlus}
              title={t('invitations.empty')}
              text={t('invitations.emptyText')}
              action={
                <Button variant="secondary" onClick={onInvite}>
                  {t('team.invite')}
                </Button>
              }
            />
          }
          changed={changed}
          columns={[
            {
              key: 'email',
              title: t('column.email'),
              main: true,
              cell: ({ email }) => <span className="font-medium break-all">{email}</span>,
            },
            { key: 'role', title: t('column.role'), cell: ({ role }) => <Badge>{t(`role.${role}`)}</Badge> },
            { key: 'sent', title: t('column.sent'), cell: ({ createdAt }) => ago(createdAt) },
            { key: 'expires', title: t('column.expires'), cell: ({ expiresAt }) => ago(expiresAt) },
            {
              key: 'links',
              title: t('invitations.linkTitle'),
              actions: true,
              cell: (invitation) => <InvitationLinks invitation={invitation} changed={changed} />,
            },
          ]}
          removal={{
            action: t('invitations.revoke'),
            label: ({ email }) => t('invitations.revokeOf', { email }),
            title: () => t('invitations.revokeTitle'),
            text: ({ email }) => t('invitations.revokeText', { email }),
            run: ({ id: invitationId }) =>
              unwrap(api.DELETE('/api/v1/tenants/{id}/invitations/{invitationId}', { params: { path: { id, invitationId } } })),
            done: ({ t }, { email }) => t('invitations.revoked', { email }),
          }}
        />
      </div>
    </section>
  );
}

function Invite({ open, onClose }: { open: boolean; onClose: () => void }) {
  const { t } = useWords();
  const { me } = useSigned();
  // Mails to strangers are for those alone who have shown that their own address is theirs.
  const mayMail = me.emailConfirmed || me.superadmin;
  return (
    <Dialog
      open={open}
      onClose={onClose}
      title={t('invitations.newTitle')}
      description={mayMail ? t('invitations.newText') : t('confirm.beforeInviting', { email: me.email })}
    >
      {mayMail ? <InviteForm onClose={onClose} /> : <ConfirmFirst onClose={onClose} />}
    </Dialog>
  );
}

function ConfirmFirst({ onClose }: { onClose: () => void }) {
  const { t } = useWords();
  const { busy, send } = useConfirmation();
  return (
    <DialogActions>
      <Button variant="secondary" onClick={onClose}>
        {t('dialog.cancel')}
      </Button>
      <Button busy={busy} onClick={send}>
        {t('confirm.again')}
      </Button>
    </DialogActions>
  );
}

function InviteForm({ onClose }: { onClose: () => void }) {
  const { t } = useWords();
  const say = useToast();
  const id = useTenantId();
  const queries = useQueryClient();
  const signed = useSigned();
  const [email, setEmail] = useState('');
  const [role, setRole] = useState<Role>('agent');
  const [key, setKey] = useState(idempotencyKey);
  const form = useForm(['email', 'role'], async () => {
    await unwrap(
      api.POST('/api/v1/tenants/{id}/invitations', {
        params: { path: { id }, header: { 'Idempotency-Key': key } },
        body: { email, role },
      }),
    );
    say(({ t }) => t('invitations.sent', { email }));
    await queries.invalidateQueries({ queryKey: ['invitations', id] });
    onClose();
  });
  /** Another content is another deed. */
  const edited =
    <Value,>(set: (value: Value) => void) =>
    (value: Value) => {
      set(value);
      setKey(idempotencyKey());
    };
  return (
    <Form state={form}>
      <TextField
        label={t('field.email')}
        type="email"
        autoComplete="off"
        value={email}
        onValue={edited(setEmail)}
        error={form.error('email')}
      />
      <SelectField
        label={t('column.role')}
        hint={t(`role.${role}.may`)}
        value={role}
        onValue={edited((value: string) => setRole(value as Role))}
        error={form.error('role')}
        options={grantable(signed).map((each) => [each, t(`role.${each}`)])}
      />
      <DialogActions>
        <Button variant="secondary" onClick={onClose}>
          {t('dialog.cancel')}
        </Button>
        <Button type="submit" busy={form.busy}>
          {t('invitations.send')}
        </Button>
      </DialogActions>
    </Form>
  );
}
