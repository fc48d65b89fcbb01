using System.Globalization;
using DenialDesk.App.Data;
using DenialDesk.App.People;
using DenialDesk.Domain;
using DenialDesk.Domain.People;
using Npgsql;
using NpgsqlTypes;

namespace DenialDesk.App.Underpayments;

/// <summary>What bringing a schedule in does, or did.</summary>
/// <param name="Added">Rates for what had none on their first day.</param>
/// <param name="Changed">Rates that take the place of another.</param>
/// <param name="Same">Rates that say what holds already; not kept again.</param>
/// <param name="Examples">Some of the changed ones, old and new.</param>
public sealed record FeeDiff(int Added, int Changed, int Same, IReadOnlyList<WrongFeeRow> Wrong, IReadOnlyList<string> Examples);

/// <summary>Brings a fee schedule or contract rates in: good rows are kept, wrong ones told; lines are compared again in the background. A look changes nothing.</summary>
public sealed class ImportFees(DeskSource database, TimeProvider clock)
{
    /// <summary>The file.</summary>
    public sealed record Input
    {
        public required byte[] Content { get; init; }

        public required string Name { get; init; }

        /// <summary>Medicare's own schedule, which contracts take shares of; else rates of payers.</summary>
        public bool Medicare { get; init; }

        /// <summary>The practice whose contracts they are; null for every practice.</summary>
        public int? PracticeId { get; init; }

        /// <summary>True: say what would change, and change nothing.</summary>
        public bool LookOnly { get; init; }
    }

    /// <summary>The difference, or why it cannot be read.</summary>
    public async Task<(FeeDiff? Diff, Refusal? Refusal)> Run(Input input, Actor actor, CancellationToken cancellation)
    {
        actor.Must(Permission.ManagePayers);
        if (input.PracticeId is { } practice && !actor.Sees(practice)) { return (null, new("no_practice", "There is no such practice.")); }

        var now = clock.GetUtcNow();
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        var (rows, wrong, refusal) = FeeFile.Read(input.Content, input.Medicare, await FeeFile.PayersAsync(connection, transaction, cancellation));
        if (refusal is not null) { return (null, refusal); }

        var before = await InForceAsync(connection, transaction, rows, input.PracticeId, cancellation);
        var diff = Diff(rows, before, wrong);
        var fresh = rows.Where((_, i) => before[i] is not { } old || old != (rows[i].Dollars, rows[i].Percent)).ToList();
        if (input.LookOnly) { return (diff, null); }

        if (fresh.Count == 0) { return (diff, new("nothing_new", "Every good row of this schedule holds already. Nothing was kept.")); }

        var import = await SaveAsync(connection, transaction, input, fresh, wrong.Count, actor, now, cancellation);
        await FeeRecounts.AskAsync(connection, transaction, import, now, cancellation);
        await Journal.AppendAsync(connection, transaction, actor, now, cancellation, new JournalEntry(
            "fees.imported", "fee_import", import.ToString(CultureInfo.InvariantCulture), input.PracticeId, null, new { Kind = input.Medicare ? "medicare" : "contract", diff.Added, diff.Changed, Wrong = wrong.Count }));
        await transaction.CommitAsync(cancellation);
        return (diff, null);
    }

    private static FeeDiff Diff(List<FeeRow> rows, (decimal? Dollars, decimal? Percent)?[] before, List<WrongFeeRow> wrong)
    {
        var (added, changed, same, examples) = (0, 0, 0, new List<string>());
        for (var i = 0; i < rows.Count; i++)
        {
            if (before[i] is not { } old) { added++; }
            else if (old == (rows[i].Dollars, rows[i].Percent)) { same++; }
            else
            {
                changed++;
                if (examples.Count < 12) { examples.Add($"{rows[i].Payer} {rows[i].Code} {rows[i].Modifier}".Trim() + $": {Rate(old.Dollars, old.Percent)} becomes {Rate(rows[i].Dollars, rows[i].Percent)} from {rows[i].From:yyyy-MM-dd}"); }
            }
        }

        return new(added, changed, same, [.. wrong.OrderBy(w => w.Number).Take(500)], examples);
    }

    private static string Rate(decimal? dollars, decimal? percent)
        => dollars is { } money ? Domain.Money.Dollars.Text(money) : string.Create(CultureInfo.InvariantCulture, $"{percent:0.##}% of Medicare");

    /// <summary>For each row the rate that holds on its first day for exactly the same thing.</summary>
    private static async Task<(decimal?, decimal?)?[]> InForceAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, List<FeeRow> rows, int? practice, CancellationToken cancellation)
    {
        // Index fee_rate_payer.
        await using var command = new NpgsqlCommand(
            """
            select x.n::int, f.dollars, f.percent
            from unnest($1::int[], $2::text[], $3::text[], $4::text[], $5::text[], $6::date[]) with ordinality as x (payer_id, plan, code, modifier, place, from_day, n)
            cross join lateral (
                select r.dollars, r.percent from fee_rate r join fee_import i on i.import_id = r.import_id and i.rolled_back_at is null
                where r.payer_id is not distinct from x.payer_id and r.code = x.code and lower(r.plan) = lower(x.plan) and r.modifier = x.modifier and r.place = x.place
                  and r.practice_id is not distinct from $7 and r.effective_from <= x.from_day and (r.effective_to is null or r.effective_to >= x.from_day)
                order by r.rate_id desc limit 1) f
            """, connection, transaction)
        {
            CommandTimeout = 120,
            Parameters =
            {
                Column(rows, r => r.PayerId, NpgsqlDbType.Integer), Column(rows, r => r.Plan, NpgsqlDbType.Text), Column(rows, r => r.Code, NpgsqlDbType.Text), Column(rows, r => r.Modifier, NpgsqlDbType.Text),
                Column(rows, r => r.Place, NpgsqlDbType.Text), Column(rows, r => r.From, NpgsqlDbType.Date), new() { Value = (object?)practice ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Integer },
            },
        };
        var found = new (decimal?, decimal?)?[rows.Count];
        await using var read = await command.ExecuteReaderAsync(cancellation);
        while (await read.ReadAsync(cancellation)) { found[read.GetInt32(0) - 1] = (read.IsDBNull(1) ? null : read.GetDecimal(1), read.IsDBNull(2) ? null : read.GetDecimal(2)); }

        return found;
    }

    private static async Task<long> SaveAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, Input input, List<FeeRow> rows, int wrong, Actor actor, DateTimeOffset now, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            """
            with made as (
                insert into fee_import (practice_id, kind, name, rates, wrong, made_at, made_by, made_name) values ($1, $2, left($3, 120), $4, $5, $6, $7, $8) returning import_id),
            kept as (
                insert into fee_rate (import_id, practice_id, payer_id, plan, code, modifier, place, effective_from, effective_to, dollars, percent)
                select m.import_id, $1, x.* from made m, unnest($9::int[], $10::text[], $11::text[], $12::text[], $13::text[], $14::date[], $15::date[], $16::numeric[], $17::numeric[]) x)
            select import_id from made
            """, connection, transaction)
        {
            CommandTimeout = 120,
            Parameters =
            {
                new() { Value = (object?)input.PracticeId ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Integer }, new() { Value = input.Medicare ? "medicare" : "contract" }, new() { Value = input.Name },
                new() { Value = rows.Count }, new() { Value = wrong }, new() { Value = now }, new() { Value = (object?)actor.UserId ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Uuid }, new() { Value = actor.Name },
                Column(rows, r => r.PayerId, NpgsqlDbType.Integer), Column(rows, r => r.Plan, NpgsqlDbType.Text), Column(rows, r => r.Code, NpgsqlDbType.Text), Column(rows, r => r.Modifier, NpgsqlDbType.Text),
                Column(rows, r => r.Place, NpgsqlDbType.Text), Column(rows, r => r.From, NpgsqlDbType.Date), Column(rows, r => r.To, NpgsqlDbType.Date), Column(rows, r => r.Dollars, NpgsqlDbType.Numeric),
                Column(rows, r => r.Percent, NpgsqlDbType.Numeric),
            },
        };
        return (long)(await command.ExecuteScalarAsync(cancellation))!;
    }

    private static NpgsqlParameter Column<T>(List<FeeRow> rows, Func<FeeRow, T> value, NpgsqlDbType type) => new() { Value = rows.Select(value).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | type };
}
