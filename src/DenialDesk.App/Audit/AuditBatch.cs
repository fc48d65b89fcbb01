using DenialDesk.App.Claims;
using DenialDesk.App.Deadlines;
using DenialDesk.App.Denials;
using DenialDesk.App.Payers;
using DenialDesk.App.Queue;
using DenialDesk.Domain.Audit;
using DenialDesk.Domain.Calendar;
using DenialDesk.Domain.Codes;
using DenialDesk.Domain.Denials;
using DenialDesk.Domain.Money;
using DenialDesk.Domain.Priority;
using Npgsql;
using NpgsqlTypes;

namespace DenialDesk.App.Audit;

/// <summary>A finding before it is written: a mark, and the row it is about.</summary>
internal sealed record AuditFind(AuditMark Mark, long? DenialId, long? RemittanceId);

/// <summary>What every batch of one practice's run shares.</summary>
/// <param name="RankedFor">The day the practice's queue was last ranked for.</param>
internal sealed record AuditDesk(int PracticeId, DateOnly Today, DateOnly RankedFor, TimeZoneInfo Zone, OddsBook Odds, RulesInForce Rules, PrioritySettings Settings, int SilentDays);

/// <summary>Holds some hundred denials against the rulebook; the same code that posts and ranks them works every value out again.</summary>
internal static class AuditBatch
{
    private sealed record Row(
        long DenialId, long ClaimId, int PayerId, DenialState State, DateOnly? ClosedOn, DateOnly? WaitingSince, DateOnly LastAnswerOn, PriorityFacts Facts, StoredScore Score, decimal Denied, decimal DeniedSum,
        decimal Recovered, decimal RecoveredSteps);

    /// <summary>The marks of the denials after <paramref name="after"/>, at most <paramref name="take"/> of them, and the last id read; null when none is left.</summary>
    public static async Task<(long Last, int Read, List<AuditFind> Found)?> NextAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, AuditDesk desk, long after, int take, CancellationToken cancellation)
    {
        var rows = await RowsAsync(connection, transaction, desk, after, take, cancellation);
        if (rows.Count == 0) { return null; }

        var ids = rows.ConvertAll(r => r.DenialId);
        var stories = await StoriesAsync(connection, transaction, desk.PracticeId, [.. rows.Select(r => (r.ClaimId, r.PayerId)).Distinct()], cancellation);
        var clocks = await DenialClocks.OpenAsync(connection, transaction, desk.PracticeId, [.. ids], cancellation);
        var found = new List<AuditFind>();
        foreach (var row in rows)
        {
            var marks = ZombieRule.Of(Facts(row, stories.GetValueOrDefault(row.DenialId)), desk.Today, desk.SilentDays).Concat(Totals(row));
            if (row.State is DenialState.New or DenialState.InWork && StoredScoreRule.Of(row.Score, row.Facts, desk.RankedFor, desk.Settings) is { } score)
            {
                marks = marks.Append(score);
            }

            found.AddRange(marks.Select(m => new AuditFind(m, row.DenialId, null)));
        }

        found.AddRange(clocks.Select(c => (c.DenialId, Mark: Clock(c, desk.Rules))).Where(c => c.Mark is not null).Select(c => new AuditFind(c.Mark!, c.DenialId, null)));
        return (ids[^1], rows.Count, found);
    }

    /// <summary>What is wrong with a stored clock; null when it is what the rules in force give.</summary>
    public static AuditMark? Clock(ClockedDenial denial, RulesInForce rules)
    {
        var (stored, now) = (denial.Clock, denial.Under(rules.For(denial.PayerId)));
        return stored with { Sentence = now.Sentence } == now ? null : new(AuditKind.DeadlineDiffers, "", Text(stored, now), Text(now, stored));
    }

    private static string Text(StoredClock one, StoredClock other) => FormattableString.Invariant(
        $"{one.DueOn:d MMM yyyy}, last safe day {one.LastSafeDay:d MMM yyyy}{(one.DueOn != other.DueOn || one.LastSafeDay != other.LastSafeDay ? "" : $", {one.Action.Text()} by {one.RuleId} version {one.RuleVersion}{(one.Assumed ? ", assumed" : "")}")}");

    private static IEnumerable<AuditMark> Totals(Row row)
    {
        if (row.Denied != row.DeniedSum) { yield return new(AuditKind.TotalDiffers, "denied amount", Dollars.Text(row.Denied), Dollars.Text(row.DeniedSum)); }

        if (row.Recovered != row.RecoveredSteps) { yield return new(AuditKind.TotalDiffers, "recovered amount", Dollars.Text(row.Recovered), Dollars.Text(row.RecoveredSteps)); }
    }

    private static ZombieFacts Facts(Row row, Story? story) => new()
    {
        State = row.State,
        ClosedOn = row.ClosedOn,
        WaitingSince = row.WaitingSince,
        LastAnswerOn = row.LastAnswerOn,
        Turn = story?.Ending.Turn ?? StoryTurn.Stands,
        TurnOn = story?.TurnOn,
        SameLineDeniedOn = story?.SameLineDeniedOn,
    };

    private sealed record Story(StoryEnding Ending, DateOnly? TurnOn, DateOnly? SameLineDeniedOn);

    /// <summary>The endings of denials whose claims were answered more than once, told anew from all answers.</summary>
    private static async Task<Dictionary<long, Story>> StoriesAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, int practiceId, (long ClaimId, int PayerId)[] claims, CancellationToken cancellation)
    {
        var found = new Dictionary<long, Story>();
        foreach (var claim in await ClaimEvents.OfAsync(connection, transaction, practiceId, claims, cancellation))
        {
            var endings = ClaimStory.Tell(claim.Events);
            foreach (var ending in endings)
            {
                var before = endings.Where(e => e.Turn == StoryTurn.DeniedAgain && e.By == ending.DenialOf && claim.Denials[e.DenialOf].Worked && SameLine(claim, e.DenialOf, ending.DenialOf)).ToList();
                found[claim.Denials[ending.DenialOf].DenialId] = new(
                    ending, ending.By is { } by ? claim.Places[by].On : null, before.Count == 0 ? null : before.Max(e => claim.Places[e.DenialOf].On));
            }
        }

        return found;
    }

    /// <summary>Whether two denials share a denied line; a denial of the claim as a whole shares them all.</summary>
    private static bool SameLine(ToldClaim claim, long one, long other)
    {
        var (first, second) = (DeniedLines(claim, one), DeniedLines(claim, other));
        return first.Count == 0 || second.Count == 0 || first.Overlaps(second);
    }

    private static HashSet<string> DeniedLines(ToldClaim claim, long adjudication)
        => [.. claim.Events.First(e => e.Id == adjudication).Lines.Where(l => l.Denied).Select(l => l.Key)];

    private static async Task<List<Row>> RowsAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, AuditDesk desk, long after, int take, CancellationToken cancellation)
    {
        // A keyset over the primary key of denial; lines and steps by their primary keys, the claim's answers by adjudication_claim.
        await using var command = new NpgsqlCommand(
            $"""
            select d.denial_id, d.claim_id, d.state, d.closed_at, d.waiting_since, x.last_on, d.expected_amount, d.payer_id, d.category, d.lead_carc, d.last_safe_day, d.due_on, d.denied_on,
                   d.score, d.lane, d.rank_key, (d.score_parts->>'reversal')::float8, coalesce((d.score_parts->>'hourPrice')::float8, 0),
                   d.denied_amount, coalesce(n.sum, d.denied_amount), d.recovered_amount, coalesce(s.recovered, 0), d.procedure_codes
            from (select * from denial where practice_id = $1 and denial_id > $2 and outcome is distinct from 'not_a_denial' order by denial_id limit $3) d
            left join lateral (select sum(l.amount) sum from denial_line l where l.practice_id = d.practice_id and l.denial_id = d.denial_id) n on true
            left join lateral (select (s.after->>'recovered_amount')::numeric recovered from denial_step s
                               where s.practice_id = d.practice_id and s.denial_id = d.denial_id order by s.step_id desc limit 1) s on true
            cross join lateral (select max(a.remit_date) last_on from adjudication a
                                where a.practice_id = d.practice_id and a.claim_id = {ClaimKin.Of("d.practice_id", "d.claim_id")} and {MergedPayers.IsOf("a.payer_id", "d.payer_id")}) x
            order by d.denial_id
            """,
            connection,
            transaction);
        command.Parameters.AddWithValue(desk.PracticeId);
        command.Parameters.AddWithValue(after);
        command.Parameters.AddWithValue(take);
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        var found = new List<Row>();
        while (await rows.ReadAsync(cancellation)) { found.Add(Read(rows, desk)); }

        return found;
    }

    private static Row Read(NpgsqlDataReader r, AuditDesk desk)
    {
        var category = r.GetString(8);
        var odds = desk.Odds.Of(r.GetInt32(7), category, r.GetString(9), r.GetString(22));
        var facts = new PriorityFacts(
            r.GetInt64(0), r.GetDecimal(6), odds.Mean, desk.Odds.Minutes(r.GetInt32(7), category), r.GetFieldValue<DateOnly>(10), r.GetFieldValue<DateOnly>(11), r.GetFieldValue<DateOnly>(12));
        return new(
            r.GetInt64(0), r.GetInt64(1), r.GetInt32(7), CodeNames.Read<DenialState>(r.GetString(2)), r.IsDBNull(3) ? null : PracticeDay.At(r.GetFieldValue<DateTimeOffset>(3), desk.Zone),
            r.IsDBNull(4) ? null : r.GetFieldValue<DateOnly>(4), r.IsDBNull(5) ? facts.DeniedOn : r.GetFieldValue<DateOnly>(5), facts,
            new(r.GetDecimal(13), (PriorityLane)r.GetInt16(14), r.GetInt64(15), r.IsDBNull(16) ? null : r.GetDouble(16), r.GetDouble(17)),
            r.GetDecimal(18), r.GetDecimal(19), r.GetDecimal(20), r.GetDecimal(21));
    }
}
