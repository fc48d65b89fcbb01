using DenialDesk.App.Data;
using DenialDesk.App.People;
using DenialDesk.App.Queue;
using DenialDesk.Domain.Codes;
using DenialDesk.Domain.People;
using DenialDesk.Domain.Underpayments;
using Npgsql;
using NpgsqlTypes;

namespace DenialDesk.App.Underpayments;

/// <summary>
/// Holds what payers allowed against their rates: payer by payer as their rates change, and every payer of a practice once a night. A shortfall that a later
/// answer mends is recovered; a dispute of which nothing is left ends by itself.
/// </summary>
public sealed class CompareAllowed(DeskSource database, TimeProvider clock)
{
    /// <summary>What to compare.</summary>
    public sealed record Input
    {
        /// <summary>Compares every payer of these practices as well; none: only what waits because rates changed.</summary>
        public IReadOnlyList<int> AllOf { get; init; } = [];

        /// <summary>Told after each payer how many wait still.</summary>
        public Action<int>? Progress { get; init; }
    }

    /// <summary>How many payers it compared.</summary>
    public async Task<int> Run(Input input, Actor actor, CancellationToken cancellation)
    {
        actor.Must(Permission.RunJobs);
        await using var connection = await database.OpenConnectionAsync(cancellation);
        // Two turns at once would do the same work twice.
        await using var one = new NpgsqlCommand("select pg_try_advisory_lock(776081)", connection);
        if (await one.ExecuteScalarAsync(cancellation) is not true) { return 0; }

        foreach (var practice in input.AllOf) { await FeeRecounts.AskAllAsync(connection, practice, clock.GetUtcNow(), cancellation); }

        var (done, today) = (0, await DeskDay.TodayAsync(database, clock, Actor.Desk, cancellation));
        while (await FeeRecounts.NextAsync(connection, cancellation) is { } next)
        {
            await OneAsync(connection, next, today, cancellation);
            done++;
            await using var left = new NpgsqlCommand("select count(*)::int from fee_recount", connection);
            input.Progress?.Invoke((int)(await left.ExecuteScalarAsync(cancellation))!);
        }

        await using var free = new NpgsqlCommand("select pg_advisory_unlock(776081)", connection);
        await free.ExecuteScalarAsync(cancellation);
        return done;
    }

    private async Task OneAsync(NpgsqlConnection connection, (int PracticeId, int PayerId, DateTimeOffset AskedAt) of, DateOnly today, CancellationToken cancellation)
    {
        var lines = await AllowedLines.LinesAsync(connection, of.PracticeId, of.PayerId, today, cancellation);
        var rates = await AllowedLines.RatesAsync(connection, of.PracticeId, of.PayerId, cancellation);
        var medicare = await AllowedLines.RatesAsync(connection, of.PracticeId, null, cancellation);
        var usual = AllowedLines.Usual(lines);
        var found = (from line in lines
                     let result = Variance.Of(line.Line, rates[line.Line.Code], medicare[line.Line.Code], usual.GetValueOrDefault((line.Line.Code, line.Modifiers)))
                     where result.Kind != VarianceKind.None
                     select (Line: line, Result: result)).ToList();
        var now = clock.GetUtcNow();
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        await RecoveredAsync(connection, transaction, of.PracticeId, of.PayerId, now, cancellation);
        await KeepAsync(connection, transaction, of.PracticeId, of.PayerId, found, now, cancellation);
        await FeeRecounts.DoneAsync(connection, transaction, of, cancellation);
        await transaction.CommitAsync(cancellation);
    }

    /// <summary>A later answer allowed what was expected: the rest of the tolerance is <see cref="Variance.Tolerance"/>'s, worked out once more in SQL only to compare.</summary>
    private static async Task RecoveredAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, int practiceId, int payerId, DateTimeOffset now, CancellationToken cancellation)
    {
        // Indexes underpayment_claim and adjudication_claim.
        await using var later = new NpgsqlCommand(
            """
            select u.underpayment_id, u.expected, u.allowed, n.allowed
            from underpayment u
            cross join lateral (
                select coalesce(l.allowed, l.paid + coalesce((select sum(x.amount) from adjustment x where x.practice_id = l.practice_id and x.adjudication_id = l.adjudication_id and x.line_no = l.line_no and x.group_code = 'PR'), 0)) as allowed
                from adjudication a join service_line l on l.practice_id = a.practice_id and l.adjudication_id = a.adjudication_id
                where a.practice_id = u.practice_id and a.claim_id = u.claim_id and a.kind in ('paid', 'partly_denied') and (a.remit_date, a.adjudication_id) > (u.remit_date, u.adjudication_id)
                  and l.procedure_code = u.code and l.modifiers = u.modifiers and coalesce(l.service_from, a.service_from, a.remit_date) = u.service_on
                order by a.remit_date desc, a.adjudication_id desc limit 1) n
            where u.practice_id = $1 and u.payer_id = $2 and u.state in ('open', 'disputed') and u.expected is not null
            """, connection, transaction)
        {
            Parameters = { new() { Value = practiceId }, new() { Value = payerId } },
        };
        var mended = new List<(long Id, decimal Dollars)>();
        await using (var r = await later.ExecuteReaderAsync(cancellation))
        {
            while (await r.ReadAsync(cancellation))
            {
                var (expected, before, after) = (r.GetDecimal(1), r.GetDecimal(2), r.IsDBNull(3) ? 0m : r.GetDecimal(3));
                if (after > before && expected - after <= Variance.Tolerance(expected)) { mended.Add((r.GetInt64(0), after - before)); }
            }
        }

        await using var mend = new NpgsqlCommand(
            """
            with mended as (
                update underpayment u set state = 'recovered', recovered = m.dollars, changed_at = $4 from unnest($2::bigint[], $3::numeric[]) as m (id, dollars)
                where u.practice_id = $1 and u.underpayment_id = m.id returning u.dispute_id),
            told as (select distinct dispute_id from mended where dispute_id is not null)
            select array_agg(dispute_id) from told
            """, connection, transaction)
        {
            Parameters =
            {
                new() { Value = practiceId }, new() { Value = mended.Select(m => m.Id).ToArray() }, new() { Value = mended.Select(m => m.Dollars).ToArray() }, new() { Value = now },
            },
        };
        if (await mend.ExecuteScalarAsync(cancellation) is long[] disputes) { await EndAsync(connection, transaction, practiceId, disputes, now, cancellation); }
    }

    /// <summary>Counts what disputes brought; one without a line that waits ends.</summary>
    private static async Task EndAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, int practiceId, long[] disputes, DateTimeOffset now, CancellationToken cancellation)
    {
        await using var end = new NpgsqlCommand(
            """
            update underpayment_dispute d set recovered = s.dollars, state = case when s.waits = 0 then 'recovered' else d.state end, closed_at = case when s.waits = 0 then $3 else d.closed_at end
            from (select dispute_id, sum(recovered) as dollars, count(*) filter (where state = 'disputed') as waits from underpayment where practice_id = $1 and dispute_id = any($2) group by 1) s
            where d.practice_id = $1 and d.dispute_id = s.dispute_id
            """, connection, transaction)
        {
            Parameters = { new() { Value = practiceId }, new() { Value = disputes }, new() { Value = now } },
        };
        await end.ExecuteNonQueryAsync(cancellation);
    }

    /// <summary>Writes what was found; what is open and was not found again goes. What is disputed, recovered or dropped by a person stays as it was.</summary>
    private static async Task KeepAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, int practiceId, int payerId, List<(AllowedLine Line, VarianceResult Result)> found, DateTimeOffset now, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            """
            with found as (
                select * from unnest($3::bigint[], $4::int[], $5::bigint[], $6::text[], $7::text[], $8::text[], $9::numeric[], $10::date[], $11::date[], $12::numeric[], $13::numeric[], $14::numeric[], $15::numeric[], $16::text[], $17::text[], $18::bigint[])
                as f (adjudication_id, line_no, claim_id, account, code, modifiers, units, service_on, remit_date, charge, allowed, expected, shortfall, basis, sentence, rate_id)),
            gone as (
                delete from underpayment u where u.practice_id = $1 and u.payer_id = $2 and u.state in ('open', 'look')
                  and not exists (select 1 from found f where f.adjudication_id = u.adjudication_id and f.line_no = u.line_no))
            insert into underpayment (practice_id, payer_id, adjudication_id, line_no, claim_id, account, code, modifiers, units, service_on, remit_date, charge, allowed, expected, shortfall, basis, sentence, rate_id, state, found_at, changed_at)
            select $1, $2, f.*, case when f.basis = 'look' then 'look' else 'open' end, $19, $19 from found f
            on conflict (practice_id, adjudication_id, line_no) do update set expected = excluded.expected, shortfall = excluded.shortfall, basis = excluded.basis, sentence = excluded.sentence,
                   rate_id = excluded.rate_id, state = excluded.state, changed_at = excluded.changed_at
            where underpayment.state in ('open', 'look') and (underpayment.expected, underpayment.sentence) is distinct from (excluded.expected, excluded.sentence)
            """, connection, transaction)
        { CommandTimeout = 120 };
        void Column<T>(Func<(AllowedLine Line, VarianceResult Result), T> value, NpgsqlDbType type) => command.Parameters.Add(new() { Value = found.Select(value).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | type });
        command.Parameters.Add(new() { Value = practiceId });
        command.Parameters.Add(new() { Value = payerId });
        Column(f => f.Line.AdjudicationId, NpgsqlDbType.Bigint);
        Column(f => f.Line.LineNo, NpgsqlDbType.Integer);
        Column(f => f.Line.ClaimId, NpgsqlDbType.Bigint);
        Column(f => f.Line.Account, NpgsqlDbType.Text);
        Column(f => f.Line.Line.Code, NpgsqlDbType.Text);
        Column(f => f.Line.Modifiers, NpgsqlDbType.Text);
        Column(f => f.Line.Line.Units, NpgsqlDbType.Numeric);
        Column(f => f.Line.Line.Service, NpgsqlDbType.Date);
        Column(f => f.Line.RemitDate, NpgsqlDbType.Date);
        Column(f => f.Line.Line.Charge, NpgsqlDbType.Numeric);
        Column(f => f.Line.Line.Allowed, NpgsqlDbType.Numeric);
        Column(f => f.Result.Expected, NpgsqlDbType.Numeric);
        Column(f => f.Result.Shortfall, NpgsqlDbType.Numeric);
        Column(f => f.Result.Kind == VarianceKind.Look ? "look" : f.Result.Basis.Text(), NpgsqlDbType.Text);
        Column(f => f.Result.Sentence, NpgsqlDbType.Text);
        Column(f => f.Result.RateId, NpgsqlDbType.Bigint);
        command.Parameters.Add(new() { Value = now });
        await command.ExecuteNonQueryAsync(cancellation);
    }
}
