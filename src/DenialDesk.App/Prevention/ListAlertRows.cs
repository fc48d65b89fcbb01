using System.Globalization;
using DenialDesk.App.Data;
using DenialDesk.App.People;
using DenialDesk.Domain.People;
using Npgsql;
using NpgsqlTypes;

namespace DenialDesk.App.Prevention;

/// <summary>One denial that an alert counted.</summary>
public sealed record AlertDenial(
    int PracticeId, long DenialId, DateOnly DeniedOn, string Account, DateOnly? ServiceFrom, string Payer, string Category, string Code, string Rarc, string Provider, string Procedures, decimal Denied, decimal Expected,
    decimal Recovered, string State, DateOnly Due);

/// <summary>The denials of an alert, newest first.</summary>
/// <param name="Alert">The alert itself.</param>
/// <param name="From">First day of decision, inclusive.</param>
/// <param name="To">Last day, inclusive.</param>
/// <param name="Count">All of them, however many are shown.</param>
public sealed record AlertDenials(AlertRow Alert, DateOnly From, DateOnly To, long Count, decimal Denied, decimal Expected, IReadOnlyList<AlertDenial> Rows);

/// <summary>A place in the list: day down, then id down.</summary>
public sealed record AlertPlace(DateOnly On, long DenialId);

/// <summary>The denials behind an alert, counted just as the night counted them: first decisions of the primary payer, of its payer, code, provider or procedure group, in the weeks it was judged by.</summary>
public sealed class ListAlertRows(DeskSource database, TimeProvider clock)
{
    /// <summary>Which rows.</summary>
    public sealed record Input
    {
        public required int PracticeId { get; init; }

        public required long AlertId { get; init; }

        /// <summary>False: the weeks it was judged by, as many as the alert says. True: all since it began, up to the last whole week.</summary>
        public bool Since { get; init; }

        /// <summary>The place to go on after.</summary>
        public AlertPlace? After { get; init; }

        public int Take { get; init; } = 50;

        /// <summary>True when the rows leave the desk as a file.</summary>
        public bool Export { get; init; }
    }

    private const string From =
        """
        from denial d
        join adjudication a on a.practice_id = d.practice_id and a.adjudication_id = d.adjudication_id and a.is_first_primary
        join payer p on p.payer_id = d.payer_id
        left join payer m on m.payer_id = p.merged_into
        where d.practice_id = $1 and d.denied_on >= $2 and d.denied_on <= $3 and d.outcome is distinct from 'not_a_denial'
          and ($4::int is null or coalesce(p.merged_into, p.payer_id) = (select coalesce(q.merged_into, q.payer_id) from payer q where q.payer_id = $4))
          and case when $5 <> '' then d.lead_carc = $5 else d.category = $6 end
          and ($7 = '' or a.rendering_npi = $7) and ($8 = '' or left(d.procedure_codes, 3) = $8)
        """;

    /// <summary>The rows and their sums; null when there is no such alert for this person.</summary>
    public async Task<AlertDenials?> Run(Input input, Actor actor, CancellationToken cancellation)
    {
        actor.Must(Permission.SeeTrends);
        await using var connection = await database.OpenConnectionAsync(cancellation);
        if (await AlertAsync(connection, input, actor, cancellation) is not { } alert) { return null; }

        var (from, to) = input.Since ? (alert.Row.Since, alert.Row.JudgedThrough) : (alert.FiredOn.AddDays(1 - (7 * alert.Row.Weeks)), alert.FiredOn);
        var rows = await RowsAsync(connection, input, alert.Row, from, to, cancellation);
        if (rows.Count > 0)
        {
            await ReadLog.AppendAsync(
                database, actor, clock.GetUtcNow(),
                new(input.Export ? "read.alert_exported" : "read.alert", "denials", rows.Count.ToString(CultureInfo.InvariantCulture), input.PracticeId, [.. rows.Select(r => r.DenialId)]), cancellation);
        }

        await using var command = Command(connection, input, alert.Row, from, to);
        command.CommandText = $"select count(*), coalesce(sum(d.denied_amount), 0), coalesce(sum(d.expected_amount), 0) {From}";
        await using var r = await command.ExecuteReaderAsync(cancellation);
        await r.ReadAsync(cancellation);
        return new(alert.Row, from, to, r.GetInt64(0), r.GetDecimal(1), r.GetDecimal(2), rows);
    }

    // By primary key.
    private static async Task<(AlertRow Row, DateOnly FiredOn)?> AlertAsync(NpgsqlConnection connection, Input input, Actor actor, CancellationToken cancellation)
    {
        if (!actor.Sees(input.PracticeId)) { return null; }

        await using var command = new NpgsqlCommand($"select {ListAlerts.Columns}, a.fired_on from {ListAlerts.Tables} where a.practice_id = $1 and a.alert_id = $2", connection)
        {
            Parameters = { new() { Value = input.PracticeId }, new() { Value = input.AlertId } },
        };
        await using var r = await command.ExecuteReaderAsync(cancellation);
        return await r.ReadAsync(cancellation) ? (ListAlerts.Read(r), r.GetFieldValue<DateOnly>(r.FieldCount - 1)) : null;
    }

    // Index denial_month backwards, then the adjudication by its key.
    private static async Task<List<AlertDenial>> RowsAsync(NpgsqlConnection connection, Input input, AlertRow alert, DateOnly from, DateOnly to, CancellationToken cancellation)
    {
        await using var command = Command(connection, input, alert, from, to);
        command.Parameters.Add(new() { Value = (object?)input.After?.On ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Date });
        command.Parameters.Add(new() { Value = (object?)input.After?.DenialId ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Bigint });
        command.CommandText =
            $"""
            select d.practice_id, d.denial_id, d.denied_on, d.patient_control_number, d.service_from, coalesce(m.name, p.name), d.category, d.lead_group || '-' || d.lead_carc, d.lead_rarc, a.rendering_npi,
                   d.procedure_codes, d.denied_amount, d.expected_amount, d.recovered_amount, d.state, d.due_on
            {From} and ($9::date is null or (d.denied_on, d.denial_id) < ($9, $10::bigint))
            order by d.denied_on desc, d.denial_id desc limit {Math.Clamp(input.Take, 1, 50_000).ToString(CultureInfo.InvariantCulture)}
            """;
        var found = new List<AlertDenial>();
        await using var r = await command.ExecuteReaderAsync(cancellation);
        while (await r.ReadAsync(cancellation))
        {
            found.Add(new(
                r.GetInt32(0), r.GetInt64(1), r.GetFieldValue<DateOnly>(2), r.GetString(3), r.IsDBNull(4) ? null : r.GetFieldValue<DateOnly>(4), r.GetString(5), r.GetString(6), r.GetString(7), r.GetString(8),
                r.GetString(9), r.GetString(10), r.GetDecimal(11), r.GetDecimal(12), r.GetDecimal(13), r.GetString(14), r.GetFieldValue<DateOnly>(15)));
        }

        return found;
    }

    private static NpgsqlCommand Command(NpgsqlConnection connection, Input input, AlertRow alert, DateOnly from, DateOnly to) => new()
    {
        Connection = connection,
        Parameters =
        {
            new() { Value = input.PracticeId }, new() { Value = from }, new() { Value = to }, new() { Value = (object?)alert.PayerId ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Integer },
            new() { Value = alert.Carc }, new() { Value = alert.Category }, new() { Value = alert.Provider }, new() { Value = alert.Procedure },
        },
    };
}
