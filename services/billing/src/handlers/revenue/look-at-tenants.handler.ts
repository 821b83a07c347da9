import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '#database';
import { marginMonths, type MarginDay } from '../../domain/revenue/margin.js';
import { nearLimits } from '../../domain/revenue/near-limits.js';
import { monthsUntil } from '../../domain/revenue/revenue.js';
import { FiguresRepository, type Holding, type MonthFigures } from '../../persistence/revenue/figures.repository.js';
import { PlatformFiguresRepository, type DepositTotal, type MarginTotal } from '../../persistence/revenue/platform-figures.repository.js';
import { MONTHLY_METERS } from '../../domain/plans/plan.js';
import { QuotasRepository } from '../../persistence/plans/quotas.repository.js';
import { MeterUse } from '../plans/meter-use.step.js';
import { TenantMargin } from './tenant-margin.step.js';

const AT_ONCE = 100;
/** From the beginning of one pass to that of the next. */
const EVERY_MINUTES = 10;
/** Months of which margins are kept. */
const KEPT_MONTHS = 24;

/** What all tenants together come to. */
interface Totals {
  margins: Map<string, MarginTotal>;
  deposits: Map<string, DepositTotal>;
}

@Injectable()
export class LookAtTenantsHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly figures: FiguresRepository,
    private readonly platform: PlatformFiguresRepository,
    private readonly margin: TenantMargin,
    private readonly use: MeterUse,
    private readonly quotas: QuotasRepository,
  ) {}

  /**
   * Goes through all companies, one after the other, and writes down what each pays and costs in this month and the one before, and of which
   * meters it has used nearly all. Of several processes one goes; what it has written is not told before the pass is over, save lists.
   *
   * @param everyMinutes how long ago the last pass must have begun
   * @returns whether this process went through all of them
   */
  async execute(isStopped: () => boolean = () => false, everyMinutes = EVERY_MINUTES): Promise<boolean> {
    if (!(await this.database.forSystem((tx) => this.platform.begin(tx, everyMinutes)))) return false;
    const today = new Date().toISOString().slice(0, 10);
    const [oldest, ...months] = monthsUntil(today, KEPT_MONTHS);
    const since = months.at(-2)!;
    const totals: Totals = { margins: new Map(), deposits: new Map() };
    let after: string | null = null;
    for (;;) {
      const ids: string[] = await this.database.forSystem((tx) => this.figures.tenants(tx, after, AT_ONCE));
      for (const id of ids) {
        if (isStopped()) return false;
        await this.#lookAt(id, `${since}-01`, today, totals);
      }
      if (ids.length < AT_ONCE) break;
      after = ids.at(-1)!;
    }
    await this.database.forSystem((tx) =>
      this.platform.end(tx, `${since}-01`, `${oldest}-01`, [...totals.margins.values()], [...totals.deposits.values()]),
    );
    while ((await this.database.forSystem((tx) => this.platform.forget(tx, `${oldest}-01`, AT_ONCE))) === AT_ONCE && !isStopped());
    return true;
  }

  async #lookAt(tenantId: string, since: string, today: string, totals: Totals): Promise<void> {
    const { margins, holdings } = await this.database.forTenant(tenantId, async (tx) => {
      const days = await this.margin.execute(tx, { from: since, to: today }, today);
      const found = monthFigures(days);
      await this.figures.putMargins(tx, since, found);
      const { enforced, meters } = await this.use.execute(tx);
      const near = enforced ? nearLimits(meters.map(({ meter, limit, used, reserved }) => ({ meter, limit, used: used + reserved }))) : [];
      await this.figures.putNearLimits(tx, near);
      // Of what there is nobody tells where nobody asked for room: customers who write become contacts.
      const standing = near.filter(({ meter }) => !MONTHLY_METERS.some((each) => each === meter));
      for (const { meter, used } of standing) await this.quotas.noteUse(tx, meter, used);
      return { margins: found, holdings: await this.figures.holdings(tx) };
    });
    for (const figures of margins) addMargin(totals, figures);
    for (const holding of holdings) addHolding(totals, holding);
  }
}

const monthFigures = (days: readonly MarginDay[]): MonthFigures[] =>
  marginMonths(days).map(({ month, ...figures }) => ({ month: `${month}-01`, ...figures }));

function addMargin({ margins }: Totals, { month, currency, planMicros, overageMicros, costMicros }: MonthFigures): void {
  const key = `${month} ${currency}`;
  const sum = margins.get(key) ?? { month, currency, tenants: 0, planMicros: 0, overageMicros: 0, costMicros: 0 };
  sum.tenants += 1;
  sum.planMicros += planMicros;
  sum.overageMicros += overageMicros;
  sum.costMicros += costMicros;
  margins.set(key, sum);
}

function addHolding({ deposits }: Totals, { currency, balanceMinor, reservedMinor, owedMinor }: Holding): void {
  const sum = deposits.get(currency) ?? { currency, deposits: 0, balanceMinor: 0, reservedMinor: 0, debts: 0, owedMinor: 0 };
  sum.deposits += balanceMinor > 0 ? 1 : 0;
  sum.balanceMinor += balanceMinor;
  sum.reservedMinor += reservedMinor;
  sum.debts += owedMinor > 0 ? 1 : 0;
  sum.owedMinor += owedMinor;
  deposits.set(currency, sum);
}
