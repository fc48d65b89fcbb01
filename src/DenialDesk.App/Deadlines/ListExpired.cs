using System.Text.Json;
using DenialDesk.App.Dashboard;
using DenialDesk.App.Data;
using DenialDesk.App.People;
using DenialDesk.Domain.Deadlines;
using DenialDesk.Domain.People;
using Npgsql;
using NpgsqlTypes;

namespace DenialDesk.App.Deadlines;

/// <summary>A denial that ran out with no decision.</summary>
/// <param name="Owners">Everybody who had it, first owner first; empty: nobody ever did.</param>
/// <param name="State">Where it stands now: still expired, or opened again and what came of it.</param>
public sealed record ExpiredRow(
    long ExpiryId, int PracticeId, long DenialId, DateOnly ExpiredOn, DateOnly LastDay, string LastAction, string RuleId, string Account, string Payer, decimal Amount, IReadOnlyList<string> Owners, string State);

/// <summary>The expired denials and their dollars. The target is zero.</summary>
public sealed record ExpiredList(IReadOnlyList<ExpiredRow> Rows, long Count, decimal Amount, long Unowned);

/// <summary>Denials that expired with no decision, newest first.</summary>
public sealed class ListExpired(DeskSource database, TimeProvider clock)
{
    private const string Where =
        """
        ($1::int[] is null or e.practice_id = any($1)) and ($2::int is null or d.payer_id = $2) and ($3::date is null or (e.expired_on >= $3 and e.expired_on < $3 + interval '1 month'))
        and ($4::text is null or ($4 = 'none' and e.owners = '[]') or e.owners @> jsonb_build_array(jsonb_build_object('id', $4)))
        and ($5::bigint[] is null or e.denial_id = any($5))
        """;

    /// <summary>Filters as they stand in the address.</summary>
    public sealed record Input
    {
        public int? Payer { get; init; }

        /// <summary>First day of a month.</summary>
        public DateOnly? Month { get; init; }

        /// <summary>A person's id, or "none" for those nobody had.</summary>
        public string? Owner { get; init; }

        /// <summary>Only what expired for this cause.</summary>
        public ExpiryCause? Cause { get; init; }

        /// <summary>Goes on below this one.</summary>
        public long? Before { get; init; }

        public int Take { get; init; } = 50;

        /// <summary>True when the rows leave the desk as a file.</summary>
        public bool Export { get; init; }
    }

    /// <summary>Rows, and the totals under the same filters.</summary>
    public async Task<ExpiredList> Run(Input input, Actor actor, CancellationToken cancellation)
    {
        actor.Must(Permission.SeeDenials);
        var only = await OfCauseAsync(input, actor, cancellation);
        var rows = await RowsAsync(input, only, actor, cancellation);
        if (rows.Count > 0)
        {
            await ReadLog.AppendAsync(
                database, actor, clock.GetUtcNow(),
                new(input.Export ? "read.expired_exported" : "read.expired", "denials", $"{rows.Count}", Shown: [.. rows.Select(r => r.DenialId)]), cancellation);
        }

        await using var command = Command($"select count(*), coalesce(sum(e.amount), 0), count(*) filter (where e.owners = '[]') from denial_expiry e join denial d using (practice_id, denial_id) where {Where}", input, only, actor);
        await using var totals = await command.ExecuteReaderAsync(cancellation);
        await totals.ReadAsync(cancellation);
        return new(rows, totals.GetInt64(0), totals.GetDecimal(1), totals.GetInt64(2));
    }

    /// <summary>The denials of a cause, named as Today names them; null where no cause is asked for. Few rows: the target is none.</summary>
    private async Task<long[]?> OfCauseAsync(Input input, Actor actor, CancellationToken cancellation)
    {
        if (input.Cause is not { } cause) { return null; }

        var (from, to) = input.Month is { } month ? (month, month.AddMonths(1).AddDays(-1)) : (new DateOnly(1900, 1, 1), new DateOnly(2200, 1, 1));
        return [.. (await ExpiredWithCause.ReadAsync(database, actor, from, to, cancellation)).Where(e => e.Cause == cause).Select(e => e.DenialId)];
    }

    private async Task<List<ExpiredRow>> RowsAsync(Input input, long[]? only, Actor actor, CancellationToken cancellation)
    {
        // Primary key backwards; few rows, the target is none.
        await using var command = Command(
            $"""
            select e.expiry_id, e.practice_id, e.denial_id, e.expired_on, e.last_day, e.last_action, e.rule_id, d.patient_control_number, p.name, e.amount, e.owners::text, d.state
            from denial_expiry e join denial d using (practice_id, denial_id) join payer p on p.payer_id = d.payer_id
            where {Where} and ($6::bigint is null or e.expiry_id < $6) order by e.expiry_id desc limit $7
            """, input, only, actor);
        command.Parameters.Add(new() { Value = (object?)input.Before ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Bigint });
        command.Parameters.AddWithValue(Math.Clamp(input.Take, 1, 50_000));
        var found = new List<ExpiredRow>();
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation))
        {
            found.Add(new(
                rows.GetInt64(0), rows.GetInt32(1), rows.GetInt64(2), rows.GetFieldValue<DateOnly>(3), rows.GetFieldValue<DateOnly>(4), rows.GetString(5), rows.GetString(6), rows.GetString(7),
                rows.GetString(8), rows.GetDecimal(9), Names(rows.GetString(10)), rows.GetString(11)));
        }

        return found;
    }

    private NpgsqlCommand Command(string sql, Input input, long[]? only, Actor actor)
    {
        var command = database.CreateCommand(sql);
        command.Parameters.Add(new() { Value = (object?)actor.PracticeScope ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Integer });
        command.Parameters.Add(new() { Value = (object?)input.Payer ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Integer });
        command.Parameters.Add(new() { Value = (object?)input.Month ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Date });
        command.Parameters.Add(new() { Value = string.IsNullOrEmpty(input.Owner) ? DBNull.Value : input.Owner, NpgsqlDbType = NpgsqlDbType.Text });
        command.Parameters.Add(new() { Value = (object?)only ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bigint });
        return command;
    }

    private static string[] Names(string owners)
    {
        using var read = JsonDocument.Parse(owners);
        return [.. read.RootElement.EnumerateArray().Select(o => o.GetProperty("name").GetString() is { Length: > 0 } name ? name : "somebody")];
    }
}
