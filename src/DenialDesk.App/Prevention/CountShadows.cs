using DenialDesk.App.Data;
using DenialDesk.App.Jobs;
using DenialDesk.App.People;
using DenialDesk.Domain.People;
using DenialDesk.Domain.Prevention;
using Npgsql;

namespace DenialDesk.App.Prevention;

/// <summary>Counts, for every rule that runs in shadow or warns, what it says of the claims sent since, and learns the odds of being refused anew. Run again on the same day it changes nothing.</summary>
public sealed class CountShadows(DeskSource database)
{
    /// <summary>Returns how many rules were counted.</summary>
    public async Task<int> Run(PracticeDay practice, Actor actor, CancellationToken cancellation)
    {
        actor.Must(Permission.RunJobs);
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        await LearnOddsAsync(connection, transaction, practice, cancellation);
        var rules = await RuleRows.InStateAsync(connection, transaction, practice.PracticeId, ["shadow", "warn"], cancellation);
        if (rules.Count > 0)
        {
            var from = rules.Min(r => r.ShadowFrom ?? practice.Today);
            var kept = await KeptOutcomes.ReadDatedAsync(connection, transaction, practice.PracticeId, from, cancellation);
            foreach (var rule in rules)
            {
                var since = rule.ShadowFrom ?? practice.Today;
                var trial = RuleTrial.Of(
                    rule.Conditions,
                    kept.Where(k => k.SentOn >= since && (rule.TargetPayer is null || k.Outcome.Claim.PayerId == rule.TargetPayer)).Select(k => k.Outcome.For(rule.TargetPayer, rule.TargetCategory, rule.TargetCarc)));
                await RuleRows.KeepTrialAsync(connection, transaction, practice.PracticeId, rule.RuleId, rule.Version, "shadow", practice.Today, trial, cancellation);
            }
        }

        await transaction.CommitAsync(cancellation);
        return rules.Count;
    }

    private static async Task LearnOddsAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, PracticeDay practice, CancellationToken cancellation)
    {
        // Index adjudication_month, then lines and denial by key; a claim counts once for each group on it, and once for its payer.
        await using var command = new NpgsqlCommand(
            """
            with gone as (delete from claim_odds where practice_id = $1),
            decided as (
                select coalesce(p.merged_into, p.payer_id) as payer_id, a.adjudication_id, d.denial_id is not null as denied
                from adjudication a join payer p on p.payer_id = a.payer_id
                left join denial d on d.practice_id = a.practice_id and d.adjudication_id = a.adjudication_id and d.outcome is distinct from 'not_a_denial'
                where a.practice_id = $1 and a.is_first_primary and a.remit_date > $2::date - 365 and a.remit_date <= $2),
            counted as (
                select payer_id, '' as family, count(*)::int as decided, (count(*) filter (where denied))::int as denied from decided group by 1
                union all
                select c.payer_id, f.family, count(*)::int, (count(*) filter (where c.denied))::int from decided c
                cross join lateral (select distinct left(l.procedure_code, 3) as family from service_line l where l.practice_id = $1 and l.adjudication_id = c.adjudication_id and l.procedure_code <> '') f
                group by 1, 2)
            select payer_id, family, decided, denied from counted
            """, connection, transaction)
        {
            Parameters = { new() { Value = practice.PracticeId }, new() { Value = practice.Today } },
        };
        var (payers, families, decided, denied) = (new List<int>(), new List<string>(), new List<int>(), new List<int>());
        await using (var r = await command.ExecuteReaderAsync(cancellation))
        {
            while (await r.ReadAsync(cancellation))
            {
                payers.Add(r.GetInt32(0));
                families.Add(r.GetString(1));
                decided.Add(r.GetInt32(2));
                denied.Add(r.GetInt32(3));
            }
        }

        await using var write = new NpgsqlCommand(
            "insert into claim_odds (practice_id, payer_id, family, decided, denied) select $1, x.p, x.f, x.d, x.n from unnest($2::int[], $3::text[], $4::int[], $5::int[]) as x (p, f, d, n)", connection, transaction)
        {
            Parameters = { new() { Value = practice.PracticeId }, new() { Value = payers.ToArray() }, new() { Value = families.ToArray() }, new() { Value = decided.ToArray() }, new() { Value = denied.ToArray() } },
        };
        await write.ExecuteNonQueryAsync(cancellation);
    }
}
