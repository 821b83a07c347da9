/**
 * What the owner of the database needs for tables that are partitioned by time (ADR 11); installed anew by every run of `migrate()`, so
 * that there is one version of it. Only the owner may call these: a service goes through the door that `partition_by_time` makes for its
 * schema.
 *
 * A key is a UUIDv7, whose first 48 bits are its time, or a timestamptz. A partition holds the keys of one step of time. What no
 * partition takes (ids of a clock that is far off, of another version, replayed after theirs went) rests in `<table>_default`.
 */
export const PARTITION_FUNCTIONS = `
create table if not exists chasqui.partitioned_tables (
  schema text not null,
  name text not null,
  key text not null,
  -- The time that a partition holds, and how many of them are made before theirs begins.
  step interval not null,
  ahead integer not null,
  -- How long a partition stays after its end. Its service may name another time, but none below the least.
  keep interval not null,
  least_keep interval not null,
  -- The column that tells the age of a row of the default partition: its key may tell none.
  arrived text not null,
  -- Rows (t) that somebody still waits for: they stay, whatever their age. An index serves each condition.
  waits text[] not null,
  storage text,
  primary key (schema, name)
);

-- Rows that are moved under a lock at most.
create or replace function chasqui.most_moved() returns integer language sql immutable as 'select 5000';

create or replace function chasqui.first_key(type regtype, moment timestamptz) returns text language sql stable as $$
  select case type when 'pg_catalog.uuid'::regtype
    then (lpad(to_hex((extract(epoch from moment) * 1000)::bigint), 12, '0') || repeat('0', 20))::uuid::text
    else moment::text end
$$;

create or replace function chasqui.key_time(type regtype, key text) returns timestamptz language sql stable as $$
  select case when key is null then '-infinity'::timestamptz
    when type = 'pg_catalog.uuid'::regtype then to_timestamp(('x' || left(replace(key, '-', ''), 12))::bit(48)::bigint / 1000.0)
    else key::timestamptz end
$$;

create or replace function chasqui.step_of(moment timestamptz, step interval) returns timestamptz language sql immutable as $$
  select to_timestamp(floor(extract(epoch from moment) / extract(epoch from step)) * extract(epoch from step))
$$;

create or replace function chasqui.key_type(t chasqui.partitioned_tables) returns regtype language sql stable as $$
  select atttypid::regtype from pg_attribute where attrelid = format('%I.%I', t.schema, t.name)::regclass and attname = t.key
$$;

-- All partitions but the default one. What has no lower bound began at -infinity.
create or replace function chasqui.partitions_of(t chasqui.partitioned_tables)
returns table (partition regclass, begins timestamptz, ends timestamptz) language sql stable as $$
  select i.inhrelid::regclass, chasqui.key_time(type, bounds[1]), chasqui.key_time(type, bounds[2])
  from (select chasqui.key_type(t)) k (type), pg_inherits i, pg_class c,
    regexp_match(pg_get_expr(c.relpartbound, c.oid), $r$FROM \\((?:'(.+)'|MINVALUE)\\) TO \\('(.+)'\\)$r$) bounds
  where i.inhparent = format('%I.%I', t.schema, t.name)::regclass and c.oid = i.inhrelid and bounds is not null
$$;

-- Generated columns make themselves.
create or replace function chasqui.columns_of(relation regclass) returns text language sql stable as $$
  select string_agg(quote_ident(attname), ', ' order by attnum) from pg_attribute
  where attrelid = relation and attnum > 0 and not attisdropped and attgenerated = ''
$$;

-- Row-level security is not inherited by who names a partition itself. Nobody may: no grants, and no policy that would let a row be seen.
create or replace function chasqui.close_partition(partition regclass) returns void language plpgsql as $$
declare
  policy name;
  grantee text;
begin
  execute format('alter table %s enable row level security, force row level security', partition);
  for policy in select polname from pg_policy where polrelid = partition loop
    execute format('drop policy %I on %s', policy, partition);
  end loop;
  for grantee in
    select distinct case a.grantee when 0 then 'public' else quote_ident(pg_get_userbyid(a.grantee)) end
    from pg_class c, aclexplode(array_cat(c.relacl, (
      select array_agg(acl) from pg_attribute, unnest(attacl) acl where attrelid = c.oid))) a
    where c.oid = partition and a.grantee <> c.relowner
  loop
    execute format('revoke all on %s from %s', partition, grantee);
  end loop;
end $$;

-- Makes the partition of a time. @returns its name, or null: the default partition holds too many of its rows, which age there.
create or replace function chasqui.make_partition(t chasqui.partitioned_tables, begins timestamptz, ends timestamptz)
returns text language plpgsql as $$
declare
  parent text := format('%I.%I', t.schema, t.name);
  strays text := format('%I.%I', t.schema, t.name || '_default');
  made text := format('%I.%I', t.schema, t.name || '_p' || to_char(begins at time zone 'UTC', 'YYYYMMDDHH24'));
  type regtype := chasqui.key_type(t);
  low text := chasqui.first_key(type, begins);
  high text := chasqui.first_key(type, ends);
  inside text := format('%1$I >= %2$L and %1$I < %3$L', t.key, low, high);
  columns text := chasqui.columns_of(parent::regclass);
  inside_default integer;
begin
  execute format('lock table only %s in share update exclusive mode', parent);
  execute format('lock table %s in access exclusive mode', strays);
  execute format('select count(*) from (select from %s where %s limit %s) f', strays, inside, chasqui.most_moved() + 1) into inside_default;
  if inside_default > chasqui.most_moved() then return null; end if;
  execute format('create table %s (like %s including all)', made, parent);
  if t.storage is not null then execute format('alter table %s set (%s)', made, t.storage); end if;
  perform chasqui.close_partition(made::regclass);
  -- Said of the column, which LIKE does not take over (ADR 13).
  if exists (select from pg_attribute where attrelid = made::regclass and attname = 'tenant_id') then
    execute format('alter table %s alter column tenant_id set (n_distinct = 10)', made);
  end if;
  if inside_default > 0 then
    execute format('with m as (delete from %1$s where %2$s returning *) insert into %3$s (%4$s) select %4$s from m', strays, inside, made, columns);
  end if;
  execute format('alter table %s attach partition %s for values from (%L) to (%L)', parent, made, low, high);
  return made;
end $$;

-- How many rows of a partition are waited for, counted as far as they may be moved.
create or replace function chasqui.waiting_in(t chasqui.partitioned_tables, partition regclass) returns integer language plpgsql as $$
declare
  condition text;
  matching integer;
  total integer := 0;
begin
  foreach condition in array t.waits loop
    execute format('select count(*) from (select from %s t where %s limit %s) f', partition, condition, chasqui.most_moved() + 1) into matching;
    total := total + matching;
  end loop;
  return total;
end $$;

-- Drops a partition, after moving what is waited for to the default one, which no trigger of the table sees. @returns whether it did: there may be too much of that.
create or replace function chasqui.drop_partition(t chasqui.partitioned_tables, partition regclass) returns boolean language plpgsql as $$
declare
  parent text := format('%I.%I', t.schema, t.name);
  strays text := format('%I.%I', t.schema, t.name || '_default');
  columns text := chasqui.columns_of(parent::regclass);
  condition text;
begin
  -- Before the lock, because it may take its time.
  if chasqui.waiting_in(t, partition) > chasqui.most_moved() then return false; end if;
  execute format('alter table %s detach partition %s', parent, partition);
  if chasqui.waiting_in(t, partition) > chasqui.most_moved() then
    raise exception 'more rows of % came to wait while it was to be dropped', partition using errcode = 'lock_not_available';
  end if;
  foreach condition in array t.waits loop
    execute format('insert into %1$s (%2$s) select %2$s from %3$s t where %4$s on conflict do nothing', strays, columns, partition, condition);
  end loop;
  execute format('drop table %s', partition);
  return true;
end $$;

-- Does one thing that is due: makes a partition, drops one, or takes a batch of old rows out of the default one.
-- @returns what it did; null when nothing is due, or another process is at it
create or replace function chasqui.age_partitions(of_schema text, of_table text, keep_for interval) returns text language plpgsql as $$
declare
  t chasqui.partitioned_tables;
  strays text;
  moment timestamptz;
  made text;
  old regclass;
  old_name text;
  condition text;
  emptied integer;
begin
  select * into t from chasqui.partitioned_tables p where p.schema = of_schema and p.name = of_table;
  if not found then raise exception 'not partitioned by time: %.%', of_schema, of_table; end if;
  if not pg_try_advisory_xact_lock(hashtextextended(format('partitions of %I.%I', of_schema, of_table), 0)) then return null; end if;
  keep_for := greatest(t.least_keep, coalesce(keep_for, t.keep));

  select greatest(chasqui.step_of(now(), t.step), max(ends)) into moment from chasqui.partitions_of(t);
  while moment <= now() + t.ahead * t.step loop
    made := chasqui.make_partition(t, moment, chasqui.step_of(moment, t.step) + t.step);
    if made is not null then return 'made ' || made; end if;
    moment := chasqui.step_of(moment, t.step) + t.step;
  end loop;

  for old, old_name in select partition, partition::text from chasqui.partitions_of(t) where ends <= now() - keep_for order by ends loop
    if chasqui.drop_partition(t, old) then return 'dropped ' || old_name; end if;
  end loop;

  strays := format('%I.%I', t.schema, t.name || '_default');
  condition := format('%I < now() - %L::interval', t.arrived, keep_for);
  select condition || coalesce(string_agg(format(' and (%s) is not true', w), ''), '') into condition from unnest(t.waits) w;
  execute format('delete from %1$s where ctid = any(array(select ctid from %1$s t where %2$s limit %3$s))', strays, condition, chasqui.most_moved());
  get diagnostics emptied = row_count;
  return case when emptied > 0 then format('emptied %s of %s', emptied, strays) end;
end $$;

-- Makes a table partitioned by time, in place: its columns, defaults, checks, keys, indexes, policies, grants and views stay. Rows that
-- are there become the partition of everything before the next step; those of later times are moved. Also makes the door of the schema.
create or replace function chasqui.partition_by_time(of_schema text, of_table text, options jsonb) returns void language plpgsql
set search_path = pg_catalog, pg_temp set row_security = off set timezone = 'UTC' set datestyle = 'ISO' as $$
declare
  parent text := format('%I.%I', of_schema, of_table);
  before text := format('%I.%I', of_schema, of_table || '_before');
  strays text := format('%I.%I', of_schema, of_table || '_default');
  relation regclass := parent::regclass;
  t chasqui.partitioned_tables;
  names text[];
  remade text[];
  protection text[];
  statement text;
  type regtype;
  moment timestamptz;
  has_rows boolean;
begin
  -- Under forced row-level security an owner would silently see, and keep, nothing.
  if not exists (select from pg_roles where rolname = current_user and (rolsuper or rolbypassrls)) then
    raise exception 'the owner of partitioned tables must be a superuser or have BYPASSRLS';
  end if;
  if exists (select from pg_constraint where contype = 'f' and relation in (conrelid, confrelid))
     or exists (select from pg_trigger where tgrelid = relation and not tgisinternal) then
    raise exception '% has foreign keys or triggers, which would not come along', parent;
  end if;
  t.schema := of_schema;
  t.name := of_table;
  t.key := options ->> 'key';
  t.step := options ->> 'step';
  t.ahead := options ->> 'ahead';
  t.keep := options ->> 'keep';
  t.least_keep := coalesce(options ->> 'leastKeep', options ->> 'keep');
  t.arrived := options ->> 'arrived';
  t.waits := array(select jsonb_array_elements_text(coalesce(options -> 'waits', '[]')));
  t.storage := options ->> 'storage';
  insert into chasqui.partitioned_tables select t.*;

  -- By name, so that each statement is about the new table once that has the name.
  select array_agg(format('alter table %s rename constraint %I to %I', before, conname, conname || '_before')),
         array_agg(format('alter table %s add constraint %I %s', parent, conname, pg_get_constraintdef(oid)))
    into names, remade from pg_constraint where conrelid = relation and contype in ('p', 'u');
  select names || array_agg(format('alter index %I.%I rename to %I', of_schema, i.relname, i.relname || '_before')),
         remade || array_agg(pg_get_indexdef(i.oid))
    into names, remade from pg_index x join pg_class i on i.oid = x.indexrelid
    where x.indrelid = relation and not exists (select from pg_constraint where conindid = i.oid);
  protection := array[format('alter table %s enable row level security, force row level security', parent)]
    || array(select format('create policy %I on %s as %s for %s to %s', policyname, parent, permissive, cmd,
                      (select string_agg(case role when 'public' then 'public' else quote_ident(role) end, ', ') from unnest(roles) role))
               || coalesce(' using (' || qual || ')', '') || coalesce(' with check (' || with_check || ')', '')
             from pg_policies where schemaname = of_schema and tablename = of_table)
    || array(select format('grant %s on %s to %I', a.privilege_type, parent, pg_get_userbyid(a.grantee))
             from pg_class c, aclexplode(c.relacl) a where c.oid = relation and a.grantee not in (0, c.relowner))
    || array(select format('grant %s (%I) on %s to %I', a.privilege_type, attname, parent, pg_get_userbyid(a.grantee))
             from pg_attribute, aclexplode(attacl) a where attrelid = relation and a.grantee <> 0)
    || array(select distinct format('create or replace view %s %s as %s', v.oid::regclass,
                      coalesce('with (' || array_to_string(v.reloptions, ', ') || ')', ''), pg_get_viewdef(v.oid))
             from pg_depend d join pg_rewrite r on r.oid = d.objid join pg_class v on v.oid = r.ev_class
             where d.classid = 'pg_rewrite'::regclass and d.refobjid = relation and v.relkind = 'v');

  execute format('alter table %s rename to %I', parent, of_table || '_before');
  foreach statement in array coalesce(names, '{}') loop execute statement; end loop;
  execute format('create table %s (like %s including all excluding indexes excluding statistics) partition by range (%I)', parent, before, t.key);
  foreach statement in array coalesce(remade, '{}') || protection loop execute statement; end loop;
  execute format('create table %s (like %s including all)', strays, parent);
  if t.storage is not null then execute format('alter table %s set (%s)', strays, t.storage); end if;
  perform chasqui.close_partition(strays::regclass);
  execute format('create index on %s (%I)', strays, t.arrived);
  execute format('alter table %s attach partition %s default', parent, strays);

  type := chasqui.key_type(t);
  execute format('select exists (select from %s)', before) into has_rows;
  moment := chasqui.step_of(now(), t.step) + case when has_rows then t.step else interval '0' end;
  if has_rows then
    statement := format('with m as (delete from %1$s where %2$I >= %3$L returning *) insert into %4$s (%5$s) select %5$s from m',
      before, t.key, chasqui.first_key(type, moment), parent, chasqui.columns_of(before::regclass));
  end if;
  for n in 0 .. t.ahead loop
    if moment <= now() + t.ahead * t.step then perform chasqui.make_partition(t, moment, moment + t.step); end if;
    moment := moment + t.step;
  end loop;
  if has_rows then
    execute statement;
    perform chasqui.close_partition(before::regclass);
    execute format('alter table %s attach partition %s for values from (minvalue) to (%L)', parent, before,
      chasqui.first_key(type, chasqui.step_of(now(), t.step) + t.step));
  else
    execute format('drop table %s', before);
  end if;

  execute format($f$
    create or replace function %1$I.age_partitions(of_table text, keep_for interval default null) returns text
    language plpgsql security definer
    set search_path = pg_catalog, pg_temp set row_security = off set timezone = 'UTC' set datestyle = 'ISO'
    set lock_timeout = '200ms' set default_tablespace = ''
    as $b$begin return chasqui.age_partitions(%1$L, of_table, keep_for); end$b$ $f$, of_schema);
  execute format('revoke all on function %I.age_partitions from public', of_schema);
  execute format('grant execute on function %I.age_partitions to %I', of_schema, 'chasqui_' || of_schema || '_system');
end $$;

revoke all on all functions in schema chasqui from public;
`;
