using System.Globalization;
using DenialDesk.App.Audit;
using DenialDesk.App.Data;
using DenialDesk.App.People;
using DenialDesk.Domain.Audit;
using DenialDesk.Domain.Money;
using DenialDesk.Domain.People;
using Npgsql;

namespace DenialDesk.App.Numbers;

/// <summary>
/// Holds every counted month against the raw rows. A month that differs although nothing marked it is a defect: it is a finding of the self-audit, is marked, so that it is counted again,
/// and told to whoever called. What an earlier run found and this one does not is cleared.
/// </summary>
public sealed class CheckRollups(DeskSource database, TimeProvider clock)
{
    /// <summary>For whom.</summary>
    public sealed record Input
    {
        public required int PracticeId { get; init; }
    }

    /// <summary>The sums of a month, kept and counted.</summary>
    private sealed record Sums(long Claims, long Denials, decimal Denied)
    {
        public string Text => string.Create(CultureInfo.InvariantCulture, $"{Claims:N0} claims decided, {Denials:N0} denied, {Dollars.Text(Denied)}");
    }

    /// <summary>The months that differed; none is the target.</summary>
    public async Task<IReadOnlyList<DateOnly>> Run(Input input, Actor actor, CancellationToken cancellation)
    {
        actor.Must(Permission.RunJobs);
        var started = clock.GetUtcNow();
        await using var connection = await database.OpenConnectionAsync(cancellation);
        var (wrong, found) = (new List<DateOnly>(), new List<AuditFind>());
        foreach (var month in await MonthsAsync(connection, input.PracticeId, cancellation))
        {
            if (await DiffersAsync(connection, input.PracticeId, month, cancellation) is not { } find) { continue; }

            wrong.Add(month);
            found.Add(find);
        }

        await KeepAsync(connection, input.PracticeId, found, started, cancellation);
        return wrong;
    }

    private async Task KeepAsync(NpgsqlConnection connection, int practiceId, List<AuditFind> found, DateTimeOffset started, CancellationToken cancellation)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        await AuditBook.KeepAsync(connection, transaction, practiceId, found, started, cancellation);
        // audit_finding_once: the standing findings of one practice.
        await using var clear = new NpgsqlCommand(
            "update audit_finding set cleared_at = $3, cleared_by = 'self-audit' where practice_id = $1 and kind = 'month_differs' and cleared_at is null and seen_at < $2", connection, transaction)
        {
            Parameters = { new() { Value = practiceId }, new() { Value = started }, new() { Value = clock.GetUtcNow() } },
        };
        await clear.ExecuteNonQueryAsync(cancellation);
        await transaction.CommitAsync(cancellation);
    }

    private static async Task<List<DateOnly>> MonthsAsync(NpgsqlConnection connection, int practiceId, CancellationToken cancellation)
    {
        // rollup_built by its key.
        await using var command = new NpgsqlCommand("select month from rollup_built where practice_id = $1 order by month", connection) { Parameters = { new() { Value = practiceId } } };
        var found = new List<DateOnly>();
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation)) { found.Add(rows.GetFieldValue<DateOnly>(0)); }

        return found;
    }

    /// <summary>All tables of a month in one statement, so as of one moment; a month that is marked may differ.</summary>
    private static async Task<AuditFind?> DiffersAsync(NpgsqlConnection connection, int practiceId, DateOnly month, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            $"""
            with raw_decided as ({RollupRaw.Decided(RollupRaw.One)}), raw_denied as ({RollupRaw.Denied(RollupRaw.One)}),
                 rolled_decided as (select * from rollup_decided where practice_id = $1 and month = $2), rolled_denied as (select * from rollup_denied where practice_id = $1 and month = $2),
                 rolled_side as (select * from rollup_denied_side where practice_id = $1 and month = $2), summed_side as ({RollupRaw.Sides}),
                 raw_pair as (({RollupPairs.WithOwn}) union all ({RollupPairs.OfTwo}) union all ({RollupPairs.ByDay})), rolled_pair as (select * from rollup_denied_pair where practice_id = $1 and month = $2),
                 raw_claims as ({RollupPairs.Decided}), rolled_claims as (select * from rollup_decided_pair where practice_id = $1 and month = $2),
                 off as (
                    select 1 from ((table raw_decided except table rolled_decided) union all (table rolled_decided except table raw_decided)) x
                    union all
                    select 1 from ((table raw_denied except table rolled_denied) union all (table rolled_denied except table raw_denied)) y
                    union all
                    select 1 from ((table summed_side except table rolled_side) union all (table rolled_side except table summed_side)) z
                    union all
                    select 1 from ((table raw_pair except table rolled_pair) union all (table rolled_pair except table raw_pair)) u where (select pairs from rollup_built where practice_id = $1 and month = $2)
                    union all
                    select 1 from ((table raw_claims except table rolled_claims) union all (table rolled_claims except table raw_claims)) v where (select pairs from rollup_built where practice_id = $1 and month = $2)),
                 marked as (insert into rollup_stale select $1, $2 where exists (select 1 from off) and not exists (select 1 from rollup_stale where practice_id = $1 and month = $2) returning 1)
            select (select coalesce(sum(claims), 0)::bigint from rolled_decided where dimension = 'all'), (select coalesce(sum(denials), 0)::bigint from rolled_denied where dimension = 'all'),
                   (select coalesce(sum(denied_amount), 0) from rolled_denied where dimension = 'all'), (select coalesce(sum(claims), 0)::bigint from raw_decided where dimension = 'all'),
                   (select coalesce(sum(denials), 0)::bigint from raw_denied where dimension = 'all'), (select coalesce(sum(denied_amount), 0) from raw_denied where dimension = 'all')
            from marked
            """,
            connection)
        {
            CommandTimeout = 1800,
            Parameters = { new() { Value = practiceId }, new() { Value = month } },
        };
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        if (!await rows.ReadAsync(cancellation)) { return null; }

        var (kept, counted) = (new Sums(rows.GetInt64(0), rows.GetInt64(1), rows.GetDecimal(2)), new Sums(rows.GetInt64(3), rows.GetInt64(4), rows.GetDecimal(5)));
        return new(
            new(AuditKind.MonthDiffers, month.ToString("yyyy-MM", CultureInfo.InvariantCulture), kept.Text, kept == counted ? "the same sums, divided otherwise among payers, reasons or sides" : counted.Text), null, null);
    }
}
