using System.Globalization;
using DenialDesk.App.Data;
using DenialDesk.App.People;
using DenialDesk.App.Settings;
using DenialDesk.Domain.Codes;
using DenialDesk.Domain.Prevention;
using Npgsql;
using NpgsqlTypes;

namespace DenialDesk.App.Prevention;

/// <summary>A denial as a department sees it: account number and codes, never a name.</summary>
public sealed record DepartmentDenial(string Account, string Payer, string Group, string Carc, string Rarc, string Procedures, string Category);

/// <summary>An answer of the department.</summary>
public sealed record DepartmentAnswer(DateTimeOffset At, string Said, bool Done);

/// <summary>What a link opens.</summary>
/// <param name="Title">The change, or "Denials of March 2026".</param>
/// <param name="Asked">What changes, for a change; empty for a month's list.</param>
public sealed record DepartmentView(
    string Practice, string Department, string Title, string Step, string Asked, DateOnly? DueOn, IReadOnlyList<string> Checklist, IReadOnlyList<DepartmentDenial> Rows, bool More,
    IReadOnlyList<DepartmentAnswer> Answers, DateTimeOffset? DoneAt, DateTimeOffset ExpiresAt, string TimeZone);

/// <summary>What a department sees by its link. An unknown, expired or revoked one opens nothing. Every opening is journalled with the denials shown.</summary>
public sealed class OpenDepartmentLink(DeskSource database, TimeProvider clock)
{
    /// <summary>Denials on a list at most.</summary>
    public const int Most = 200;

    private sealed record Link(int PracticeId, long LinkId, string Practice, string Department, long? ActionId, DateOnly? Month, DateTimeOffset? DoneAt, DateTimeOffset ExpiresAt, string TimeZone);

    /// <summary>As who a link acts in the journal.</summary>
    internal static Actor As(string department) => new(null, "department link: " + department, new HashSet<Domain.People.Permission>(), null);

    /// <summary>What it opens; null when it opens nothing.</summary>
    public async Task<DepartmentView?> Run(string secret, CancellationToken cancellation)
    {
        if (await LinkAsync(secret, cancellation) is not { } link) { return null; }

        // From here on only this practice's rows can be read, whatever the statements say.
        PracticeWall.Raise(new HashSet<int> { link.PracticeId });
        var ids = new List<long>();
        var rows = await RowsAsync(link, ids, cancellation);
        await ReadLog.AppendAsync(
            database, As(link.Department), clock.GetUtcNow(), new("read.department_link", "department_link", link.LinkId.ToString(CultureInfo.InvariantCulture), link.PracticeId, [.. ids]), cancellation);
        var (title, step, asked, due, checklist) = await AskedAsync(link, cancellation);
        return new(link.Practice, link.Department, title, step, asked, due, checklist, [.. rows.Take(Most)], rows.Count > Most, await AnswersAsync(link, cancellation), link.DoneAt, link.ExpiresAt, link.TimeZone);
    }

    private async Task<Link?> LinkAsync(string secret, CancellationToken cancellation)
    {
        if (secret.Length is < 20 or > 100) { return null; }

        // By the unique key on secret_hash.
        await using var command = database.CreateCommand(
            """
            update department_link l set reads = reads + 1, last_read_at = $2 from practice s where s.practice_id = l.practice_id and l.secret_hash = $1 and l.revoked_at is null and l.expires_at > $2
            returning l.practice_id, l.link_id, s.name, l.department, l.action_id, l.month, l.done_at, l.expires_at, s.time_zone
            """);
        command.Parameters.AddWithValue(ApiSecret.HashOf(secret));
        command.Parameters.AddWithValue(clock.GetUtcNow());
        await using var r = await command.ExecuteReaderAsync(cancellation);
        return await r.ReadAsync(cancellation)
            ? new(r.GetInt32(0), r.GetInt64(1), r.GetString(2), r.GetString(3), r.IsDBNull(4) ? null : r.GetInt64(4), r.IsDBNull(5) ? null : r.GetFieldValue<DateOnly>(5),
                r.IsDBNull(6) ? null : r.GetFieldValue<DateTimeOffset>(6), r.GetFieldValue<DateTimeOffset>(7), r.GetString(8))
            : null;
    }

    private async Task<List<DepartmentDenial>> RowsAsync(Link link, List<long> ids, CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        var causes = await SettingDocument.InForceAsync<RootCauseMap>(connection, null, SeeRootCauses.Name, DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime), cancellation) ?? RootCauseMap.Shipped;
        string[] categories = [.. Enum.GetValues<DenialCategory>().Where(c => causes.Of(c) is [var likeliest, ..] && likeliest.Department == link.Department).Select(c => c.Text())];
        // A change's evidence by key, or index denial_month; where a person found the cause, the person's word counts.
        await using var command = new NpgsqlCommand(
            """
            select d.denial_id, d.patient_control_number, p.name, d.lead_group, d.lead_carc, d.lead_rarc, d.procedure_codes, d.category
            from denial d join payer p on p.payer_id = d.payer_id
            left join lateral (select c.department from denial_cause c where c.practice_id = d.practice_id and c.denial_id = d.denial_id order by c.cause_id desc limit 1) k on true
            where d.practice_id = $1 and d.outcome is distinct from 'not_a_denial' and case when $2::bigint is not null
                then d.denial_id in (select e.denial_id from prevention_evidence e where e.practice_id = $1 and e.action_id = $2)
                else d.denied_on >= $3::date and d.denied_on < $3::date + interval '1 month' and coalesce(k.department = $4, d.category = any($5)) end
            order by d.denied_amount desc, d.denial_id limit $6
            """, connection)
        {
            Parameters =
            {
                new() { Value = link.PracticeId }, new() { Value = (object?)link.ActionId ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Bigint }, new() { Value = (object?)link.Month ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Date },
                new() { Value = link.Department }, new() { Value = categories }, new() { Value = Most + 1 },
            },
        };
        var found = new List<DepartmentDenial>();
        await using var r = await command.ExecuteReaderAsync(cancellation);
        while (await r.ReadAsync(cancellation))
        {
            if (found.Count < Most) { ids.Add(r.GetInt64(0)); }

            found.Add(new(r.GetString(1), r.GetString(2), r.GetString(3), r.GetString(4), r.GetString(5), r.GetString(6), Trends.CategoryNames.Of(r.GetString(7))));
        }

        return found;
    }

    private async Task<(string Title, string Step, string Asked, DateOnly? Due, IReadOnlyList<string> Checklist)> AskedAsync(Link link, CancellationToken cancellation)
    {
        if (link.ActionId is null) { return ("Denials of " + link.Month!.Value.ToString("MMMM yyyy", CultureInfo.GetCultureInfo("en-US")), "", "", null, []); }

        // By primary key.
        await using var command = database.CreateCommand(
            "select title, cause_step, change_text, due_on, array(select c->>'text' from jsonb_array_elements(checklist) c) from prevention_action where practice_id = $1 and action_id = $2");
        command.Parameters.AddWithValue(link.PracticeId);
        command.Parameters.AddWithValue(link.ActionId.Value);
        await using var r = await command.ExecuteReaderAsync(cancellation);
        await r.ReadAsync(cancellation);
        return (r.GetString(0), r.GetString(1), r.GetString(2), r.IsDBNull(3) ? null : r.GetFieldValue<DateOnly>(3), r.GetFieldValue<string[]>(4));
    }

    private async Task<List<DepartmentAnswer>> AnswersAsync(Link link, CancellationToken cancellation)
    {
        // By primary key.
        await using var command = database.CreateCommand("select at, said, done from department_answer where practice_id = $1 and link_id = $2 order by answer_id desc limit 100");
        command.Parameters.AddWithValue(link.PracticeId);
        command.Parameters.AddWithValue(link.LinkId);
        var found = new List<DepartmentAnswer>();
        await using var r = await command.ExecuteReaderAsync(cancellation);
        while (await r.ReadAsync(cancellation)) { found.Add(new(r.GetFieldValue<DateTimeOffset>(0), r.GetString(1), r.GetBoolean(2))); }

        return found;
    }
}
