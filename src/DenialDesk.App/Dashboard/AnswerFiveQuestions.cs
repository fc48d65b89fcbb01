using System.Text.Json;
using DenialDesk.App.Calibration;
using DenialDesk.App.Data;
using DenialDesk.App.Numbers;
using DenialDesk.App.People;
using DenialDesk.App.Queue;
using DenialDesk.App.Reviews;
using DenialDesk.App.Trends;
using DenialDesk.Domain.Codes;
using DenialDesk.Domain.People;
using DenialDesk.Domain.Priority;
using DenialDesk.Domain.Trends;

namespace DenialDesk.App.Dashboard;

/// <summary>Answers the five questions: denial rate, top codes, changes in ninety days, how work is ranked, how deadlines are tracked.</summary>
public sealed class AnswerFiveQuestions(DeskSource database, TimeProvider clock)
{
    private const string TimelyFiling = "29";

    /// <summary>How it is asked.</summary>
    public sealed record Input
    {
        /// <summary>Told when counting what is open takes long.</summary>
        public Action<ReadingWait>? Waiting { get; init; }
    }

    /// <summary>The answers as of now.</summary>
    public async Task<FiveAnswers> Run(Input input, Actor actor, CancellationToken cancellation)
    {
        actor.Must(Permission.SeeTrends);
        var today = await DeskDay.TodayAsync(database, clock, actor, cancellation);
        var month = new DateOnly(today.Year, today.Month, 1);
        var practices = await database.AskAsync(
            "select practice_id, name, hour_price, minutes_per_day, due_now_share from practice where $1::int[] is null or practice_id = any($1) order by name", [actor.PracticeScope],
            r => (Id: r.GetInt32(0), Name: r.GetString(1), HourPrice: r.GetDouble(2), Minutes: r.GetInt32(3), Lane: (double)r.GetDecimal(4)), cancellation);
        var replayed = await KeptLane.AllAsync(database, actor, cancellation);
        var payers = await DenialCells.PayersAsync(database, cancellation);
        List<DecidedCount> decided;
        List<DeniedCount> denied;
        await using (var connection = await database.OpenConnectionAsync(cancellation))
        {
            // Four months from the roll-ups: this one, and the three before it that say what is usual.
            var filter = new RollupFilter([.. practices.Select(p => p.Id)], month.AddMonths(-3), month.AddMonths(1));
            var source = await RollupSource.OpenAsync(connection, filter.Practices, filter.From, filter.Before, cancellation);
            decided = [.. (await source.DecidedAsync(filter, RollupBy.Month | RollupBy.Payer, cancellation)).Select(d => new DecidedCount(d.Month, d.PayerId, d.Claims, d.Billed))];
            denied = [.. (await source.DeniedAsync(filter, RollupBy.Month | RollupBy.Payer | RollupBy.Carc, cancellation)).Select(d => new DeniedCount(d.Month, d.PayerId, "", d.Carc, d.Denials, d.DeniedAmount))];
        }

        var titles = await DenialCells.TitlesAsync(database, denied.Where(d => d.Month == month).Select(d => d.Carc), cancellation);
        var codes = denied.Where(d => d.Month == month).GroupBy(d => d.Carc).Select(g => CodeOf(g.Key, month, denied, payers, titles)).ToList();
        var expired = await ExpiredWithCause.ReadAsync(database, actor, month.AddMonths(-((month.Month - 1) % 3)), today, cancellation);
        var (open, at) = await KeptReadings.OfAsync(database, actor, OpenCounts.Name, today, clock, (source, stop) => OpenCounts.ReadAsync(source, actor, today, stop), input.Waiting, cancellation);
        Rate Timely(DateOnly of) => new(denied.Where(d => d.Month == of && d.Carc == TimelyFiling).Sum(d => d.Denied), decided.Where(d => d.Month == of).Sum(d => d.Claims));
        return new(
            today, await LastFileAsync(actor, cancellation), MonthOf(month, decided, denied, payers), MonthOf(month.AddMonths(-1), decided, denied, payers),
            [.. codes.OrderByDescending(c => c.Denials).ThenBy(c => c.Carc, StringComparer.Ordinal).Take(3)], [.. codes.OrderByDescending(c => c.Denied).ThenBy(c => c.Carc, StringComparer.Ordinal).Take(3)],
            await WorkflowChanges.ReadAsync(database, actor, today.AddDays(1 - DenialAudit.Days), today, cancellation), [.. practices.Select(p => (p.Name, p.HourPrice, p.Minutes, p.Lane, replayed.GetValueOrDefault(p.Id)))],
            await FirstAsync(actor, today, cancellation), Timely(month), Timely(month.AddMonths(-1)), open.Windows, open.Due,
            [.. expired.GroupBy(e => e.Cause).Select(g => new ExpiredCount(g.Key, g.Count(), g.Sum(e => e.Amount))).OrderByDescending(c => c.Denials).ThenBy(c => c.Cause)])
        { OpenAsOf = at };
    }

    private static MonthRate MonthOf(DateOnly month, List<DecidedCount> decided, List<DeniedCount> denied, Dictionary<int, string> payers)
    {
        var (claims, refused) = (decided.Where(d => d.Month == month).ToList(), denied.Where(d => d.Month == month).ToList());
        return new(
            month, new(new(refused.Sum(d => d.Denied), claims.Sum(d => d.Claims)), refused.Sum(d => d.Amount), claims.Sum(d => d.Billed)),
            [.. claims.GroupBy(c => c.PayerId).Select(g => new PayerRate(
                g.Key, payers.GetValueOrDefault(g.Key, "Unknown payer"), new(refused.Where(d => d.PayerId == g.Key).Sum(d => d.Denied), g.Sum(c => c.Claims)), refused.Where(d => d.PayerId == g.Key).Sum(d => d.Amount)))
                .OrderByDescending(p => p.Rate.Part).ThenBy(p => p.Payer, StringComparer.Ordinal)]);
    }

    private static MonthCode CodeOf(string carc, DateOnly month, List<DeniedCount> denied, Dictionary<int, string> payers, Dictionary<string, string> titles)
    {
        var here = denied.Where(d => d.Carc == carc && d.Month == month).ToList();
        return new(
            carc, titles.GetValueOrDefault(carc, "Code not in our list"), here.Sum(d => d.Denied), here.Sum(d => d.Amount),
            Math.Round(denied.Where(d => d.Carc == carc && d.Month < month && d.Month >= month.AddMonths(-3)).Sum(d => d.Denied) / 3.0, 1),
            [.. here.GroupBy(d => d.PayerId).Select(g => new AuditPart(payers.GetValueOrDefault(g.Key, "Unknown payer"), g.Sum(d => d.Denied), g.Sum(d => d.Amount))).OrderByDescending(p => p.Denials).Take(3)]);
    }

    /// <summary>The first ten as the queue shows them (denial_queue), each with the sentence of its own page.</summary>
    private async Task<List<FirstOfQueue>> FirstAsync(Actor actor, DateOnly today, CancellationToken cancellation)
    {
        var found = new List<FirstOfQueue>();
        await using var command = database.CreateCommand();
        var where = new QueueFilter().Where(command, actor, today);
        command.CommandText =
            $"""
            select d.practice_id, d.denial_id, d.patient_control_number, p.name, d.lead_group || '-' || d.lead_carc, d.denied_amount, d.expected_amount, d.last_safe_day, d.due_on, d.denied_on, d.lane, d.score_parts::text, d.category, d.procedure_codes
            from denial d join payer p on p.payer_id = d.payer_id where {where} order by d.rank_key desc, d.due_on, d.denial_id limit 10
            """;
        await using (var r = await command.ExecuteReaderAsync(cancellation))
        {
            while (await r.ReadAsync(cancellation))
            {
                var facts = new PriorityFacts(r.GetInt64(1), r.GetDecimal(6), 0, 1, r.GetFieldValue<DateOnly>(7), r.GetFieldValue<DateOnly>(8), r.GetFieldValue<DateOnly>(9));
                var score = r.GetString(11) is { Length: > 2 } parts ? JsonSerializer.Deserialize<ScoreParts>(parts, JsonSerializerOptions.Web) : null;
                found.Add(new(
                    r.GetInt32(0), r.GetInt64(1), r.GetString(2), r.GetString(3), r.GetString(4), r.GetDecimal(5), score?.DollarsPerHour ?? 0, facts.DueOn,
                    score is null ? "Not ranked yet." : Because(facts, score, (PriorityLane)r.GetInt16(10), new(
                        r.GetString(3), r.GetString(4), CategoryNames.Of(r.GetString(12)).ToLowerInvariant(), ProcedureFamilies.OfLead(r.GetString(13)).Words()), today)));
            }
        }

        if (found.Count > 0) { await ReadLog.AppendAsync(database, actor, clock.GetUtcNow(), new("read.five_questions", "denials", $"{found.Count}", Shown: [.. found.Select(f => f.DenialId)]), cancellation); }

        return found;
    }

    private static string Because(PriorityFacts facts, ScoreParts score, PriorityLane lane, OddsGroup group, DateOnly today)
    {
        var known = facts with { Reversal = score.Reversal, Minutes = score.Minutes };
        return PriorityReason.Sentence(
            known, new Ranked(facts.DenialId, lane, PriorityScore.Parts(known, today, PrioritySettings.Default)), score.Odds(), group,
            score.HourPrice, today);
    }

    // remittance by practice, the newest by primary key backwards.
    private Task<DateTimeOffset?> LastFileAsync(Actor actor, CancellationToken cancellation) => database.AskOneAsync(
        "select max(l.at) from practice p cross join lateral (select r.posted_at as at from remittance r where r.practice_id = p.practice_id order by r.remittance_id desc limit 1) l where $1::int[] is null or p.practice_id = any($1)",
        [actor.PracticeScope], r => r.Moment(0), cancellation);
}
