import { AlarmClockOff, Bot, CircleCheck, Clock, EllipsisVertical, Hand, RotateCcw, Tag, UserPlus } from 'lucide-react';
import { useState } from 'react';
import { Button } from '../../components/button';
import { Menu, MenuChoice, MenuItem, MenuLabel, MenuSeparator } from '../../components/menu';
import { useWords } from '../../i18n/i18n';
import { PRIORITIES, type Conversation, type Priority } from '../data/contract';
import { snoozeTimes } from './snooze-times';
import type { Actions } from './use-actions';
import { AssignDialog } from './assign-dialog';
import { MacroItems, useMacros } from './macro-items';
import { LabelDialog } from './label-dialog';
import { SnoozeDialog } from './snooze-dialog';

type Asked = 'assign' | 'labels' | 'snooze';

export function More({ conversation, actions, isMine }: { conversation: Conversation; actions: Actions; isMine: boolean }) {
  const { t, date } = useWords();
  const [asked, setAsked] = useState<Asked>();
  const { owner, state } = conversation;
  const macros = useMacros(conversation.id);
  return (
    <>
      <Menu
        trigger={
          <Button variant="ghost" size="icon" aria-label={t('action.more')}>
            <EllipsisVertical aria-hidden />
          </Button>
        }
      >
        {owner !== 'bot' && state !== 'closed' && (
          <MenuItem onSelect={() => actions.run({ kind: 'release' })}>
            <Bot aria-hidden />
            {t('action.release')}
          </MenuItem>
        )}
        {state !== 'closed' && !isMine && (
          <MenuItem onSelect={() => actions.run({ kind: 'take' })}>
            <Hand aria-hidden />
            {t('action.take')}
          </MenuItem>
        )}
        <MenuItem onSelect={() => setAsked('assign')}>
          <UserPlus aria-hidden />
          {t('action.assign')}
        </MenuItem>
        <MenuItem onSelect={() => setAsked('labels')}>
          <Tag aria-hidden />
          {t('action.labels')}
        </MenuItem>
        <MacroItems {...macros} />
        <MenuSeparator />
        <MenuLabel>{t('action.snooze')}</MenuLabel>
        {state === 'snoozed' && (
          <MenuItem onSelect={() => actions.run({ kind: 'wake' })}>
            <AlarmClockOff aria-hidden />
            {t('action.wake')}
          </MenuItem>
        )}
        {snoozeTimes(new Date()).map(({ name, until }) => (
          <MenuItem key={name} onSelect={() => actions.run({ kind: 'snooze', until: until.toISOString() })}>
            <Clock aria-hidden />
            <span className="grow">{t(`snooze.${name}`)}</span>
            <span className="text-sm text-muted">{`${date(until.toISOString(), 'weekday')} ${date(until.toISOString(), 'time')}`}</span>
          </MenuItem>
        ))}
        <MenuItem onSelect={() => setAsked('snooze')}>
          <Clock aria-hidden />
          {t('snooze.custom')}
        </MenuItem>
        <MenuSeparator />
        <MenuLabel>{t('inbox.priority')}</MenuLabel>
        <MenuChoice
          value={conversation.priority ?? 'normal'}
          onValue={(priority) => actions.run({ kind: 'priority', priority: priority as Priority })}
          options={[...PRIORITIES].reverse().map((priority) => [priority, t(`priority.${priority}`)])}
        />
        <MenuSeparator />
        {state === 'closed' ? (
          <MenuItem onSelect={() => actions.run({ kind: 'reopen' })}>
            <RotateCcw aria-hidden />
            {t('action.reopen')}
          </MenuItem>
        ) : (
          <MenuItem onSelect={() => actions.run({ kind: 'close' })}>
            <CircleCheck aria-hidden />
            {t('action.close')}
          </MenuItem>
        )}
      </Menu>
      <AssignDialog open={asked === 'assign'} onClose={() => setAsked(undefined)} conversation={conversation} actions={actions} />
      <LabelDialog open={asked === 'labels'} onClose={() => setAsked(undefined)} conversation={conversation} actions={actions} />
      <SnoozeDialog open={asked === 'snooze'} onClose={() => setAsked(undefined)} actions={actions} />
    </>
  );
}
