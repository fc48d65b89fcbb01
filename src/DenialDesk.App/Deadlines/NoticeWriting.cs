using DenialDesk.Domain.Codes;
using DenialDesk.Domain.Deadlines;
using Npgsql;
using NpgsqlTypes;

namespace DenialDesk.App.Deadlines;

/// <summary>A mark to tell people of.</summary>
internal readonly record struct ToldMark(long DenialId, DateOnly DueOn, string Flag);

/// <summary>Writes notices for people by the cascade, in the caller's transaction. Telling the same mark again tells nobody twice.</summary>
internal static class NoticeWriting
{
    /// <summary>Tells whom the cascade names; denials that wait for the payer are told to nobody, unless it is the payer's silence that is told. Returns how many notices are new.</summary>
    public static async Task<int> TellAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, int practiceId, IReadOnlyCollection<ToldMark> marks, DateTimeOffset now, CancellationToken cancellation)
    {
        if (marks.Count == 0) { return 0; }

        var cascade = (from flag in FlagCascade.Flags.Append(FlagCascade.Silent) from owned in (bool[])[true, false] from reader in FlagCascade.Readers(flag, owned) select (Flag: flag, Owned: owned, Reader: reader.Text())).ToArray();
        await using var command = new NpgsqlCommand(
            """
            with marked as (select * from unnest($2::bigint[], $3::date[], $4::text[]) as m (denial_id, due_on, flag)),
            cascade as (select * from unnest($5::text[], $6::bool[], $7::text[]) as c (flag, owned, reader)),
            people as (
                select u.id, r.name as role from identity_users u join identity_user_roles x on x.user_id = u.id join identity_roles r on r.id = x.role_id
                where u.disabled_at is null and r.name in ('lead', 'manager', 'admin')
                  and (u.all_practices or exists (select 1 from practice_member m where m.user_id = u.id and m.practice_id = $1))),
            acting as (
                select 'lead' as reader, id from people where role = case when exists (select 1 from people where role = 'lead') then 'lead' when exists (select 1 from people where role = 'manager') then 'manager' else 'admin' end
                union select 'manager', id from people where role = case when exists (select 1 from people where role = 'manager') then 'manager' else 'admin' end),
            told as (
                select m.denial_id, m.due_on, m.flag, c.reader, coalesce(a.id, case when c.reader = 'owner' then d.assigned_to end) as user_id
                from marked m
                join denial d on d.practice_id = $1 and d.denial_id = m.denial_id and (d.state <> 'waiting' or m.flag = 'silent')
                join cascade c on c.flag = m.flag and c.owned = exists (select 1 from identity_users o where o.id = d.assigned_to and o.disabled_at is null)
                left join acting a on a.reader = c.reader)
            insert into notice (practice_id, user_id, denial_id, due_on, flag, told_as, at)
            select distinct on (t.denial_id, t.due_on, t.flag, t.user_id) $1, t.user_id, t.denial_id, t.due_on, t.flag, t.reader, $8
            from told t where t.user_id is not null
            order by t.denial_id, t.due_on, t.flag, t.user_id, array_position(array['owner', 'lead', 'manager'], t.reader)
            on conflict do nothing
            """, connection, transaction)
        {
            Parameters =
            {
                new() { Value = practiceId },
                Column(marks.Select(m => m.DenialId), NpgsqlDbType.Bigint), Column(marks.Select(m => m.DueOn), NpgsqlDbType.Date), Column(marks.Select(m => m.Flag), NpgsqlDbType.Text),
                Column(cascade.Select(c => c.Flag), NpgsqlDbType.Text), Column(cascade.Select(c => c.Owned), NpgsqlDbType.Boolean), Column(cascade.Select(c => c.Reader), NpgsqlDbType.Text),
                new() { Value = now },
            },
        };
        return await command.ExecuteNonQueryAsync(cancellation);
    }

    /// <summary>Tells the owner of a change in the prevention ledger and the practice's leads (managers where there is no lead, admins where there is neither) that it stopped working. Returns how many notices are new.</summary>
    /// <param name="owner">Who answers for the change; null: nobody.</param>
    /// <param name="day">The day of the reading that showed it.</param>
    public static async Task<int> TellOfChangeAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, int practiceId, long actionId, Guid? owner, DateOnly day, DateTimeOffset now, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            """
            with people as (
                select u.id, r.name as role from identity_users u join identity_user_roles x on x.user_id = u.id join identity_roles r on r.id = x.role_id
                where u.disabled_at is null and r.name in ('lead', 'manager', 'admin')
                  and (u.all_practices or exists (select 1 from practice_member m where m.user_id = u.id and m.practice_id = $1))),
            told as (
                select u.id, 'owner' as reader from identity_users u where u.id = $3 and u.disabled_at is null
                union all
                select id, 'lead' from people where role = case when exists (select 1 from people where role = 'lead') then 'lead' when exists (select 1 from people where role = 'manager') then 'manager' else 'admin' end)
            insert into notice (practice_id, user_id, action_id, due_on, flag, told_as, at)
            select distinct on (t.id) $1, t.id, $2, $4, $5, t.reader, $6 from told t order by t.id, t.reader desc
            on conflict do nothing
            """, connection, transaction)
        {
            Parameters =
            {
                new() { Value = practiceId }, new() { Value = actionId }, new() { Value = (object?)owner ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Uuid }, new() { Value = day },
                new() { Value = FlagCascade.Regressed }, new() { Value = now },
            },
        };
        var told = await command.ExecuteNonQueryAsync(cancellation);
        if (told > 0) { await Queue.DeskChange.TellAnythingAsync(connection, transaction, cancellation); }

        return told;
    }

    private static NpgsqlParameter Column<T>(IEnumerable<T> values, NpgsqlDbType type) => new() { Value = values.ToArray(), NpgsqlDbType = NpgsqlDbType.Array | type };
}
