using DenialDesk.App.Data;
using DenialDesk.App.People;
using DenialDesk.Domain.People;
using Npgsql;

namespace DenialDesk.App.Numbers;

/// <summary>
/// Holds every counted month against the raw rows. A month that differs although nothing marked it is a defect: it is marked, so that it is counted again, and told to whoever called.
/// </summary>
public sealed class CheckRollups(DeskSource database)
{
    /// <summary>For whom.</summary>
    public sealed record Input
    {
        public required int PracticeId { get; init; }
    }

    /// <summary>The months that differed; none is the target.</summary>
    public async Task<IReadOnlyList<DateOnly>> Run(Input input, Actor actor, CancellationToken cancellation)
    {
        actor.Must(Permission.RunJobs);
        await using var connection = await database.OpenConnectionAsync(cancellation);
        var wrong = new List<DateOnly>();
        foreach (var month in await MonthsAsync(connection, input.PracticeId, cancellation))
        {
            if (await DiffersAsync(connection, input.PracticeId, month, cancellation)) { wrong.Add(month); }
        }

        return wrong;
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

    /// <summary>Both tables of a month in one statement, so as of one moment; a month that is marked may differ.</summary>
    private static async Task<bool> DiffersAsync(NpgsqlConnection connection, int practiceId, DateOnly month, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            $"""
            with raw_decided as ({RollupRaw.Decided(RollupRaw.One)}), raw_denied as ({RollupRaw.Denied(RollupRaw.One)}),
                 rolled_decided as (select * from rollup_decided where practice_id = $1 and month = $2), rolled_denied as (select * from rollup_denied where practice_id = $1 and month = $2),
                 off as (
                    select 1 from ((table raw_decided except table rolled_decided) union all (table rolled_decided except table raw_decided)) x
                    union all
                    select 1 from ((table raw_denied except table rolled_denied) union all (table rolled_denied except table raw_denied)) y)
            insert into rollup_stale select $1, $2 where exists (select 1 from off) and not exists (select 1 from rollup_stale where practice_id = $1 and month = $2)
            """,
            connection)
        {
            CommandTimeout = 600,
            Parameters = { new() { Value = practiceId }, new() { Value = month } },
        };
        return await command.ExecuteNonQueryAsync(cancellation) > 0;
    }
}
