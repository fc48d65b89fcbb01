using DenialDesk.App.Data;
using DenialDesk.App.Jobs;
using DenialDesk.App.People;
using DenialDesk.Domain.People;
using Npgsql;

namespace DenialDesk.App.Numbers;

/// <summary>
/// Freezes a month, once, on the day of the next month that the zones' setting names or the first night after it. Months whose turn came while the desk was off are frozen by the first
/// night that follows, with that night as their day: late, and said so, rather than never.
/// </summary>
public sealed class FreezeNumbers(DeskSource database, TimeProvider clock)
{
    private const string Decided =
        """
        insert into number_frozen
        select r.practice_id, r.month, k.kpi, r.payer_id, k.bucket, k.part, k.whole, k.seen
        from rollup_decided r cross join lateral (values
            ('denial-rate-claims', 0, 0::numeric, (r.claims - r.denied_full - r.denied_part)::numeric, r.claims - r.denied_full - r.denied_part),
            ('denial-rate-claims', 1, r.denied_full, r.denied_full, r.denied_full), ('denial-rate-claims', 2, r.denied_part, r.denied_part, r.denied_part),
            ('denial-rate-dollars', 0, r.denied_billed, r.billed, r.claims), ('first-pass', 0, r.resolved_first_pass, r.claims, r.claims),
            ('timely-filing', 0, r.timely_filing, r.claims, r.claims)) k (kpi, bucket, part, whole, seen)
        where r.practice_id = $1 and r.month = $2 and r.dimension = 'all'
        """;

    private const string Others = "insert into number_frozen select practice_id, month, kpi, payer_id, bucket, part, whole, seen from rollup_number where practice_id = $1 and month = $2";

    /// <summary>For whom.</summary>
    public sealed record Input
    {
        /// <summary>Practices with their day.</summary>
        public required IReadOnlyList<PracticeDay> Practices { get; init; }
    }

    /// <summary>How many practices' months it froze.</summary>
    public async Task<int> Run(Input input, Actor actor, CancellationToken cancellation)
    {
        actor.Must(Permission.RunJobs);
        await using var connection = await database.OpenConnectionAsync(cancellation);
        var frozen = 0;
        foreach (var practice in input.Practices)
        {
            var day = (await SeeZones.InForceAsync(connection, practice.Today, cancellation)).FreezeDay;
            var months = await MissingAsync(connection, practice, day, cancellation);
            if (months.Count == 0) { continue; }

            foreach (var month in months) { await RebuildRollups.RebuildAsync(connection, practice.PracticeId, month, clock.GetUtcNow(), cancellation); }

            await RebuildNumbers.RebuildAsync(connection, practice, clock.GetUtcNow(), cancellation);
            foreach (var month in months) { await FreezeAsync(connection, practice, month, cancellation); }

            frozen++;
        }

        return frozen;
    }

    private async Task FreezeAsync(NpgsqlConnection connection, PracticeDay practice, DateOnly month, CancellationToken cancellation)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        await using var batch = new NpgsqlBatch(connection, transaction)
        {
            BatchCommands =
            {
                new("insert into number_snapshot values ($1, $2, $3, $4)")
                {
                    Parameters = { new() { Value = practice.PracticeId }, new() { Value = month }, new() { Value = practice.Today }, new() { Value = clock.GetUtcNow() } },
                },
                new(Decided) { Parameters = { new() { Value = practice.PracticeId }, new() { Value = month } } },
                new(Others) { Parameters = { new() { Value = practice.PracticeId }, new() { Value = month } } },
            },
        };
        await batch.ExecuteNonQueryAsync(cancellation);
        await transaction.CommitAsync(cancellation);
    }

    /// <summary>Months whose turn has come and that are not frozen: those since the last frozen one; only the month before where none was frozen yet.</summary>
    private static async Task<IReadOnlyList<DateOnly>> MissingAsync(NpgsqlConnection connection, PracticeDay practice, int freezeDay, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand("select max(month) from number_snapshot where practice_id = $1", connection) { Parameters = { new() { Value = practice.PracticeId } } };
        DateOnly? latest = null;
        await using (var rows = await command.ExecuteReaderAsync(cancellation))
        {
            if (await rows.ReadAsync(cancellation) && !rows.IsDBNull(0)) { latest = rows.GetFieldValue<DateOnly>(0); }
        }

        var until = new DateOnly(practice.Today.Year, practice.Today.Month, 1).AddMonths(practice.Today.Day >= freezeDay ? 0 : -1);
        var months = new List<DateOnly>();
        var month = latest?.AddMonths(1) ?? new DateOnly(practice.Today.Year, practice.Today.Month, 1).AddMonths(-1);
        if (month < until.AddMonths(-RebuildNumbers.Months)) { month = until.AddMonths(-RebuildNumbers.Months); }

        for (; month < until; month = month.AddMonths(1)) { months.Add(month); }

        return months;
    }
}
