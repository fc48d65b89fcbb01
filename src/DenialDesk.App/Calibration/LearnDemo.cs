using DenialDesk.App.Data;
using DenialDesk.App.People;
using DenialDesk.App.Queue;
using DenialDesk.Domain.Calendar;
using DenialDesk.Domain.Codes;
using DenialDesk.Domain.People;
using DenialDesk.Domain.Priority;
using Npgsql;

namespace DenialDesk.App.Calibration;

/// <summary>
/// Gives the demo the memory that a desk of a year would have: every denial that a later remittance paid or denied again counts as an attempt, with odds from those answers alone that had come
/// before it was denied. Never touches a real desk, where a payment nobody asked for teaches nothing.
/// </summary>
public sealed class LearnDemo(DeskSource database, TimeProvider clock)
{
    private sealed record Answer(int Practice, long Denial, int Payer, string Category, string Carc, string Family, DateOnly Denied, DateOnly Decided, double Outcome);

    /// <summary>Returns how many attempts were learned; 0 in a database that is no demo.</summary>
    public async Task<int> Run(Actor actor, CancellationToken cancellation)
    {
        actor.Must(Permission.ManagePeople);
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        var answers = await AnswersAsync(connection, transaction, cancellation);
        if (answers.Count == 0) { return 0; }

        await SaveAsync(connection, transaction, answers, [.. answers.Select(a => Predicted(a, answers))], cancellation);
        foreach (var (practice, zone) in await PracticesAsync(connection, transaction, cancellation))
        {
            await Scoring.RescoreAsync(connection, transaction, practice, PracticeDay.At(clock.GetUtcNow(), TimeZoneInfo.FindSystemTimeZoneById(zone)), cancellation);
        }

        await transaction.CommitAsync(cancellation);
        return answers.Count;
    }

    /// <summary>What the desk would have said on the day it was denied.</summary>
    private static ReversalEstimate Predicted(Answer of, List<Answer> answers)
    {
        var levels = new Attempts[4];
        foreach (var one in answers.Where(a => a.Practice == of.Practice && a.Decided < of.Denied))
        {
            var weight = ReversalRate.Decay(of.Denied.DayNumber - one.Decided.DayNumber);
            bool[] same =
            [
                one.Category == of.Category, one.Payer == of.Payer && one.Category == of.Category, one.Payer == of.Payer && one.Carc == of.Carc,
                one.Payer == of.Payer && one.Carc == of.Carc && one.Family == of.Family,
            ];
            for (var level = 0; level < same.Length; level++)
            {
                if (same[level]) { levels[level] = new(levels[level].Overturned + (weight * one.Outcome), levels[level].Decided + weight); }
            }
        }

        return ReversalRate.Estimate(CategoryStandards.Of(CodeNames.TryRead<DenialCategory>(of.Category) ?? DenialCategory.Other).ReversalPrior, levels);
    }

    private static async Task<List<Answer>> AnswersAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, CancellationToken cancellation)
    {
        // The demo's stories, some hundreds; denial and adjudication by key.
        await using var command = new NpgsqlCommand(
            """
            select d.practice_id, d.denial_id, d.payer_id, d.category, d.lead_carc, d.procedure_codes, d.denied_on, a.remit_date,
                   case when s.turn = 'recovered' and d.denied_amount > 0 then least(1, round(s.recovered / coalesce(nullif(d.expected_amount, 0), d.denied_amount), 4)) else 0 end
            from denial_story s join denial d on d.practice_id = s.practice_id and d.denial_id = s.denial_id
            join adjudication a on a.practice_id = s.practice_id and a.adjudication_id = s.by_adjudication
            where s.turn in ('recovered', 'denied_again') and exists (select 1 from desk_fact where name = 'demo') order by a.remit_date, d.denial_id
            """, connection, transaction);
        var found = new List<Answer>();
        await using var r = await command.ExecuteReaderAsync(cancellation);
        while (await r.ReadAsync(cancellation))
        {
            found.Add(new(
                r.GetInt32(0), r.GetInt64(1), r.GetInt32(2), r.GetString(3), r.GetString(4), ProcedureFamilies.OfLead(r.GetString(5)).Text(), r.GetFieldValue<DateOnly>(6), r.GetFieldValue<DateOnly>(7),
                (double)r.GetDecimal(8)));
        }

        return found;
    }

    private static async Task SaveAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, List<Answer> answers, ReversalEstimate[] odds, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            """
            with a as (select * from unnest($1::int[], $2::bigint[], $3::int[], $4::text[], $5::text[], $6::text[], $7::date[], $8::date[], $9::float8[], $10::float8[], $11::float8[], $12::float8[])
                as a (practice_id, denial_id, payer_id, category, carc, family, denied_on, decided_on, outcome, odds, low, high)),
            predicted as (
                insert into odds_prediction (practice_id, denial_id, payer_id, category, carc, family, predicted_on, decided_on, odds, low, high, outcome)
                select practice_id, denial_id, payer_id, category, carc, family, denied_on, decided_on, odds, low, high, outcome from a)
            insert into reversal_history (practice_id, payer_id, category, carc, family, decided_on, decided, overturned)
            select practice_id, payer_id, category, carc, family, decided_on, count(*), sum(outcome) from a group by 1, 2, 3, 4, 5, 6
            on conflict (practice_id, payer_id, category, carc, family, decided_on)
            do update set decided = reversal_history.decided + excluded.decided, overturned = reversal_history.overturned + excluded.overturned
            """, connection, transaction);
        void Add<T>(IEnumerable<T> values) => command.Parameters.Add(new() { Value = values.ToArray() });
        Add(answers.Select(a => a.Practice));
        Add(answers.Select(a => a.Denial));
        Add(answers.Select(a => a.Payer));
        Add(answers.Select(a => a.Category));
        Add(answers.Select(a => a.Carc));
        Add(answers.Select(a => a.Family));
        Add(answers.Select(a => a.Denied));
        Add(answers.Select(a => a.Decided));
        Add(answers.Select(a => a.Outcome));
        Add(odds.Select(o => o.Mean));
        Add(odds.Select(o => o.Low));
        Add(odds.Select(o => o.High));
        await command.ExecuteNonQueryAsync(cancellation);
    }

    private static async Task<List<(int Id, string Zone)>> PracticesAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand("select practice_id, time_zone from practice order by practice_id", connection, transaction);
        var found = new List<(int, string)>();
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation)) { found.Add((rows.GetInt32(0), rows.GetString(1))); }

        return found;
    }
}
