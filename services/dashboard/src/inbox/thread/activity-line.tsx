import {
  AlarmClock,
  AlarmClockOff,
  Bot,
  CircleCheck,
  Flag,
  Flame,
  Hand,
  Hourglass,
  Megaphone,
  MegaphoneOff,
  RotateCcw,
  Star,
  Tag,
  Undo2,
  UserPlus,
  Users,
  type LucideIcon,
} from 'lucide-react';
import { Suspense } from 'react';
import { useWords } from '../../i18n/i18n';
import type { Activity } from '../data/contract';
import { useReason } from '../contact/use-reason';
import { useNames, useTeams } from '../data/use-inbox-data';
import { PlanWay } from '../plan-way';

const PLAN_LIMIT = 'plan_limit';

const ICONS: Record<Activity['kind'], LucideIcon> = {
  handed_over: Hourglass,
  taken_over: Hand,
  assigned: UserPlus,
  assigned_team: Users,
  escalated: Flame,
  snoozed: AlarmClock,
  woken: AlarmClockOff,
  reopened: RotateCcw,
  released: Bot,
  closed: CircleCheck,
  undone: Undo2,
  labelled: Tag,
  priority_changed: Flag,
  survey_answered: Star,
  opted_out: MegaphoneOff,
  opted_in: Megaphone,
};

/** What happened to the conversation, in one sentence. */
function useSentence(): (activity: Activity, customer: string) => string {
  const { t, date, list } = useWords();
  const names = useNames();
  const teams = useTeams();
  const reasonOf = useReason();
  return (activity, customer) => {
    const { author } = activity;
    const who =
      author === 'customer' ? customer : author === 'agent' ? (names(activity.actorId) ?? t('inbox.colleague')) : t(`author.${author}`);
    switch (activity.kind) {
      case 'handed_over':
        return t('activity.handed_over', { reason: reasonOf(activity.reason ?? '') });
      case 'assigned': {
        const name = names(activity.assigneeId) ?? t('inbox.colleague');
        if (author === 'system') return t('activity.assignedBySystem', { name });
        return activity.assigneeId === activity.actorId ? t('activity.taken_over', { who }) : t('activity.assigned', { who, name });
      }
      case 'assigned_team': {
        if (!activity.teamId) return t('activity.noTeam', { who });
        return t('activity.assigned_team', { who, team: teams.find(({ id }) => id === activity.teamId)?.name ?? t('activity.aTeam') });
      }
      case 'snoozed':
        return t('activity.snoozed', { who, until: activity.until ? date(activity.until) : '?' });
      case 'woken':
        return t(author === 'system' ? 'activity.wokenBySystem' : author === 'customer' ? 'activity.wokenByCustomer' : 'activity.woken', {
          who,
        });
      case 'reopened':
        return t(author === 'customer' ? 'activity.reopenedByCustomer' : 'activity.reopened', { who });
      case 'labelled': {
        const [added = [], removed = []] = [activity.added, activity.removed];
        if (removed.length === 0) return t('activity.labelled', { who, labels: list(added) });
        if (added.length === 0) return t('activity.unlabelled', { who, labels: list(removed) });
        return t('activity.relabelled', { who, added: list(added), removed: list(removed) });
      }
      case 'priority_changed':
        return t('activity.priority_changed', { who, priority: t(`priority.${activity.priority ?? 'normal'}`) });
      case 'survey_answered':
        return t('activity.survey_answered', { who, rating: activity.rating ?? '?' });
      case 'taken_over':
      case 'escalated':
      case 'released':
      case 'closed':
      case 'undone':
      case 'opted_out':
      case 'opted_in':
        return t(`activity.${activity.kind}`, { who });
    }
  };
}

interface Props {
  activity: Activity;
  customer: string;
  /** Why the conversation waits for a person now, if it does. */
  handoffReason: string | undefined;
}

export function ActivityLine({ activity, customer, handoffReason }: Props) {
  const { date } = useWords();
  const sentence = useSentence()(activity, customer);
  const Icon = ICONS[activity.kind];
  const isStopped = activity.kind === 'handed_over' && activity.reason === PLAN_LIMIT && handoffReason === PLAN_LIMIT;
  return (
    <div
      data-activity={activity.kind}
      className="mt-3 grid max-w-[92%] justify-items-center gap-1.5 justify-self-center text-center text-xs text-muted sm:max-w-[80%]"
    >
      <p className="flex items-center gap-1.5">
        <Icon className="size-3.5 shrink-0" aria-hidden />
        <bdi className="min-w-0 break-words">{sentence}</bdi>
        <time dateTime={activity.at} title={date(activity.at)} className="shrink-0 tabular-nums">
          {date(activity.at, 'time')}
        </time>
      </p>
      {isStopped && (
        <Suspense>
          <PlanWay variant="secondary" />
        </Suspense>
      )}
    </div>
  );
}
