using DenialDesk.Domain.Codes;
using Npgsql;
using NpgsqlTypes;

namespace DenialDesk.App.Denials;

/// <summary>How a decided attempt is written down: for the odds to learn from, and beside what was predicted of it before.</summary>
internal static class Attempt
{
    /// <summary>
    /// One more decided attempt. Its outcome is the paid share of the expected payment, since a payer that pays all it allows has given way in full whatever was charged. The prediction is the rank the
    /// denial began to wait with: nobody ranks what waits, so no outcome can be in it.
    /// </summary>
    public const string Learn =
        """
        with learned as (
            select d.scored_for, d.score_parts, case when d.expected_amount > 0 then least(1, round($9 * d.denied_amount / d.expected_amount, 4)) else $9 end as outcome
            from denial d where d.practice_id = $1 and d.denial_id = $2),
        predicted as (
            insert into odds_prediction (practice_id, denial_id, payer_id, category, carc, family, predicted_on, decided_on, odds, low, high, outcome)
            select $1, $2, $3, $4, $5, $6, l.scored_for, $7, (l.score_parts->>'reversal')::numeric, (l.score_parts->>'low')::numeric, (l.score_parts->>'high')::numeric, l.outcome
            from learned l where l.score_parts ? 'reversal')
        insert into reversal_history (practice_id, payer_id, category, carc, family, decided_on, decided, overturned) select $1, $3, $4, $5, $6, $7, $8, l.outcome from learned l
        on conflict (practice_id, payer_id, category, carc, family, decided_on)
        do update set decided = reversal_history.decided + excluded.decided, overturned = reversal_history.overturned + excluded.overturned
        """;

    /// <summary>Takes one back, with the newest prediction of the denial. What was learned before families were known is taken from there.</summary>
    public const string Unlearn =
        """
        with withdrawn as (
            update odds_prediction set withdrawn = true where practice_id = $1 and prediction_id = (
                select max(p.prediction_id) from odds_prediction p where p.practice_id = $1 and p.denial_id = $2 and not p.withdrawn))
        update reversal_history set decided = greatest(0, decided + $8), overturned = greatest(0, overturned + (
            select case when d.expected_amount > 0 then greatest(-1, round($9 * d.denied_amount / d.expected_amount, 4)) else $9 end from denial d where d.practice_id = $1 and d.denial_id = $2))
        where practice_id = $1 and payer_id = $3 and category = $4 and carc = $5 and decided_on = $7 and family = (
            select h.family from reversal_history h where h.practice_id = $1 and h.payer_id = $3 and h.category = $4 and h.carc = $5 and h.decided_on = $7 and h.family in ($6, '')
            order by h.family desc limit 1)
        """;

    /// <summary>The parameters of both, in their order; the outcome is given as a share of the denied amount.</summary>
    public static IEnumerable<NpgsqlParameter> Parameters(
        int practiceId, long denialId, int payerId, string category, string carc, string procedures, DateOnly on, int decided, decimal outcome) =>
    [
        new() { Value = practiceId }, new() { Value = denialId }, new() { Value = payerId }, new() { Value = category }, new() { Value = carc },
        new() { Value = ProcedureFamilies.OfLead(procedures).Text() }, new() { Value = on, NpgsqlDbType = NpgsqlDbType.Date }, new() { Value = decided },
        new() { Value = outcome, NpgsqlDbType = NpgsqlDbType.Numeric },
    ];
}
