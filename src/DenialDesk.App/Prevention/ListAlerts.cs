using System.Globalization;
using DenialDesk.App.Data;
using DenialDesk.App.People;
using DenialDesk.Domain.People;
using DenialDesk.Domain.Prevention;
using Npgsql;
using NpgsqlTypes;

namespace DenialDesk.App.Prevention;

/// <summary>One alert as it is shown.</summary>
/// <param name="Tier">"alert" or "watch".</param>
/// <param name="Kind">"spike" or "new_code".</param>
/// <param name="State">"open", "dismissed" or "acting"; with an end it is over whatever its state.</param>
/// <param name="DollarsMonth">Expected dollars a month of what comes beyond the expected.</param>
/// <param name="Counts">Denials a week, oldest first, up to <paramref name="JudgedThrough"/>.</param>
public sealed record AlertRow(
    int PracticeId, long AlertId, string Practice, string Tier, string Kind, string State, int? PayerId, string? Payer, string Category, string Carc, string Provider, string Procedure,
    DateOnly Since, DateOnly FoundOn, DateOnly JudgedThrough, int Weeks, int Seen, decimal Expected, decimal DollarsMonth, string Department, string Step, IReadOnlyList<int> Counts,
    string? DismissedBy, string? DismissReason, DateOnly? EndedOn, long? ActionId, int Version)
{
    /// <summary>What it is about, in words.</summary>
    public string Title => AlertWords.Title(new(Payer, Trends.CategoryNames.Of(Category), Carc, Provider, Procedure));

    /// <summary>What changed, since when, seen against expected.</summary>
    public string Sentence => AlertWords.Sentence(Seen, (double)Expected, Weeks, Since, Kind == "new_code");
}

/// <summary>The alerts of the practices a person sees: those that live first, the most dollars first.</summary>
public sealed class ListAlerts(DeskSource database)
{
    /// <summary>Filters as they stand in the address.</summary>
    public sealed record Input
    {
        /// <summary>"open" (default: undecided alerts), "watch", "acting", "dismissed", "ended", "live" (open and acting) or "all".</summary>
        public string Show { get; init; } = "open";

        public int? Practice { get; init; }

        public int? Payer { get; init; }

        public string? Category { get; init; }

        /// <summary>One alert only.</summary>
        public long? AlertId { get; init; }

        /// <summary>Goes on below this alert, as <see cref="KeyOf"/> gives it.</summary>
        public string? After { get; init; }

        public int Take { get; init; } = 50;
    }

    /// <summary>What <see cref="Read"/> reads.</summary>
    internal const string Columns =
        """
        a.practice_id, a.alert_id, s.name, a.tier, a.kind, a.state, a.payer_id, p.name, a.category, a.carc, a.provider, a.procedure, a.since, a.found_on, a.judged_through, a.weeks, a.seen, a.expected,
        a.dollars_month, a.department, a.step, a.counts, a.dismissed_name, a.dismiss_reason, a.ended_on, a.action_id, a.version
        """;

    /// <summary>Where <see cref="Columns"/> come from.</summary>
    internal const string Tables = "alert a join practice s on s.practice_id = a.practice_id left join payer p on p.payer_id = a.payer_id";

    private const string Where =
        """
        ($1::int[] is null or a.practice_id = any($1)) and ($2::int is null or a.practice_id = $2) and ($3::int is null or a.payer_id = $3) and ($4::text is null or a.category = $4) and ($5::bigint is null or a.alert_id = $5)
        and case $6 when 'open' then a.ended_on is null and a.state = 'open' and a.tier = 'alert' when 'watch' then a.ended_on is null and a.state = 'open' and a.tier = 'watch'
            when 'acting' then a.ended_on is null and a.state = 'acting' when 'dismissed' then a.ended_on is null and a.state = 'dismissed' when 'ended' then a.ended_on is not null
            when 'live' then a.ended_on is null and a.state <> 'dismissed' and a.tier = 'alert' else true end
        """;

    /// <summary>Where a row stands in the order.</summary>
    public static string KeyOf(AlertRow row) => string.Create(CultureInfo.InvariantCulture, $"{(row.EndedOn is null ? 0 : 1)}_{row.DollarsMonth}_{row.AlertId}");

    /// <summary>The rows.</summary>
    public async Task<IReadOnlyList<AlertRow>> Run(Input input, Actor actor, CancellationToken cancellation)
    {
        actor.Must(Permission.SeeTrends);
        var after = input.After?.Split('_') is [var over, var money, var number] && decimal.TryParse(money, CultureInfo.InvariantCulture, out var dollars) && long.TryParse(number, CultureInfo.InvariantCulture, out var id)
            ? (Over: over == "1", Dollars: dollars, Id: id) : ((bool Over, decimal Dollars, long Id)?)null;
        // Index alert_page.
        await using var command = Command(
            $"""
            select {Columns} from {Tables}
            where {Where} and ($7::bool is null or ((a.ended_on is not null), -a.dollars_month, -a.alert_id) > ($7, -$8::numeric, -$9::bigint))
            order by (a.ended_on is not null), a.dollars_month desc, a.alert_id desc limit $10
            """, input, actor);
        command.Parameters.Add(new() { Value = (object?)after?.Over ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Boolean });
        command.Parameters.Add(new() { Value = (object?)after?.Dollars ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Numeric });
        command.Parameters.Add(new() { Value = (object?)after?.Id ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Bigint });
        command.Parameters.AddWithValue(Math.Clamp(input.Take, 1, 50_000));
        var found = new List<AlertRow>();
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation)) { found.Add(Read(rows)); }

        return found;
    }

    /// <summary>How many alerts nobody decided on yet; for the navigation.</summary>
    public async Task<long> OpenAsync(Actor actor, CancellationToken cancellation)
    {
        actor.Must(Permission.SeeTrends);
        // Index alert_lives.
        await using var command = Command($"select count(*) from alert a where {Where}", new(), actor);
        return (long)(await command.ExecuteScalarAsync(cancellation))!;
    }

    private NpgsqlCommand Command(string sql, Input input, Actor actor)
    {
        var command = database.CreateCommand(sql);
        void Add(object? value, NpgsqlDbType type) => command.Parameters.Add(new() { Value = value ?? DBNull.Value, NpgsqlDbType = type });
        Add(actor.PracticeScope, NpgsqlDbType.Array | NpgsqlDbType.Integer);
        Add(input.Practice, NpgsqlDbType.Integer);
        Add(input.Payer, NpgsqlDbType.Integer);
        Add(string.IsNullOrEmpty(input.Category) ? null : input.Category, NpgsqlDbType.Text);
        Add(input.AlertId, NpgsqlDbType.Bigint);
        Add(input.Show, NpgsqlDbType.Text);
        return command;
    }

    /// <summary>One alert of a row.</summary>
    internal static AlertRow Read(NpgsqlDataReader r)
    {
        string? Text(int i) => r.IsDBNull(i) ? null : r.GetString(i);
        return new(
            r.GetInt32(0), r.GetInt64(1), r.GetString(2), r.GetString(3), r.GetString(4), r.GetString(5), r.IsDBNull(6) ? null : r.GetInt32(6), Text(7), r.GetString(8), r.GetString(9), r.GetString(10),
            r.GetString(11), r.GetFieldValue<DateOnly>(12), r.GetFieldValue<DateOnly>(13), r.GetFieldValue<DateOnly>(14), r.GetInt32(15), r.GetInt32(16), r.GetDecimal(17), r.GetDecimal(18),
            r.GetString(19), r.GetString(20), r.GetFieldValue<int[]>(21), Text(22), Text(23), r.IsDBNull(24) ? null : r.GetFieldValue<DateOnly>(24), r.IsDBNull(25) ? null : r.GetInt64(25), r.GetInt32(26));
    }
}
