using DenialDesk.App.Payers;
using DenialDesk.Domain.Codes;
using DenialDesk.Domain.Deadlines;
using DenialDesk.Domain.Payers;
using Npgsql;

namespace DenialDesk.App.Deadlines;

/// <summary>Reads what else starts clocks of one denial: the last promise, the next payer, a request for money back, an appeal upheld (as a later remittance shows, or as it was written down).</summary>
internal static class TriggersRead
{
    // Everything by the denial's keys; provider adjustments by their practice, of which only overpayment recovery (WO, 72) is looked at.
    private const string Sql =
        """
        select p.promise_id, p.answer_by, p.told_on, p.how, p.reference, d.later_payer_known, a.crossover_payer,
               (select max(r.remit_date) from provider_adjustment v join remittance r using (practice_id, remittance_id)
                where v.practice_id = d.practice_id and v.reason in ('WO', '72') and v.amount > 0
                  and ((length(d.payer_claim_number) >= 5 and position(d.payer_claim_number in v.reference) > 0)
                       or (length(d.patient_control_number) >= 5 and position(d.patient_control_number in v.reference) > 0))),
               (select count(*) from denial_story s join denial x on x.practice_id = s.practice_id and x.denial_id = s.denial_id
                where s.practice_id = d.practice_id and x.claim_id = d.claim_id and x.payer_id = d.payer_id and s.turn = 'denied_again' and x.denied_on <= d.denied_on and x.denial_id <> d.denial_id
                  and exists (select 1 from denial_step t where t.practice_id = x.practice_id and t.denial_id = x.denial_id and t.step = 'appealed' and t.undoes is null
                              and not exists (select 1 from denial_step u where u.practice_id = t.practice_id and u.denial_id = t.denial_id and u.undoes = t.step_id))),
               d.denied_on,
               (select count(distinct x.level) from appeal_denial m join appeal x using (practice_id, appeal_id) join denial y on y.practice_id = m.practice_id and y.denial_id = m.denial_id
                where y.practice_id = d.practice_id and y.claim_id = d.claim_id and y.payer_id = d.payer_id and x.status in ('upheld', 'dismissed')),
               (select max(x.decided_on) from appeal_denial m join appeal x using (practice_id, appeal_id) where m.practice_id = d.practice_id and m.denial_id = d.denial_id and x.status in ('upheld', 'dismissed'))
        from denial d
        join adjudication a on a.practice_id = d.practice_id and a.adjudication_id = d.adjudication_id
        left join lateral (select * from payer_promise p where p.practice_id = d.practice_id and p.denial_id = d.denial_id order by p.promise_id desc limit 1) p on true
        where d.practice_id = $1 and d.denial_id = $2
        """;

    /// <summary>The triggers of a denial.</summary>
    public static async Task<ClockTriggers> OfAsync(NpgsqlConnection connection, ClockedDenial denial, RulesInForce rules, CancellationToken cancellation)
    {
        ClockTriggers found;
        string? crossover;
        await using (var command = new NpgsqlCommand(Sql, connection) { Parameters = { new() { Value = denial.PracticeId }, new() { Value = denial.DenialId } } })
        await using (var rows = await command.ExecuteReaderAsync(cancellation))
        {
            if (!await rows.ReadAsync(cancellation)) { return ClockTriggers.None; }

            var (told, decided) = ((int)rows.GetInt64(8), (int)rows.GetInt64(10));
            var (upheld, decidedOn) = (Math.Max(told, decided), rows.IsDBNull(11) ? (DateOnly?)null : rows.GetFieldValue<DateOnly>(11));
            crossover = rows.GetBoolean(5) || rows.GetString(6).Length > 0 ? rows.GetString(6) : null;
            found = new()
            {
                Promise = rows.IsDBNull(0)
                    ? null
                    : new(rows.GetInt64(0), rows.GetFieldValue<DateOnly>(1), rows.GetFieldValue<DateOnly>(2), CodeNames.Read<PromiseChannel>(rows.GetString(3)), rows.GetString(4)),
                RefundAskedOn = rows.IsDBNull(7) ? null : rows.GetFieldValue<DateOnly>(7),
                Upheld = upheld,
                UpheldOn = decidedOn ?? (upheld > 0 ? rows.GetFieldValue<DateOnly>(9) : null),
            };
        }

        return crossover is null ? found : found with { NextPayer = await NextAsync(connection, crossover, rules, cancellation) };
    }

    /// <summary>The payer a remittance passes on to, found by name; by the name alone its kind is guessed, as at first sight.</summary>
    private static async Task<NextPayer> NextAsync(NpgsqlConnection connection, string name, RulesInForce rules, CancellationToken cancellation)
    {
        if (name.Length == 0) { return new(null, rules.Shipped, new()); }

        await using var command = new NpgsqlCommand(
            """
            select p.payer_id, p.plan, p.family, p.lob, p.state, p.network, p.funding from payer_evidence e join payer x on x.payer_id = e.payer_id
            join payer p on p.payer_id = coalesce(x.merged_into, x.payer_id) where e.kind = 'name' and e.value = $1
            """, connection)
        {
            Parameters = { new() { Value = PayerName.Normal(name) } },
        };
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        if (!await rows.ReadAsync(cancellation))
        {
            var guess = PayerProfile.Guess(name, null, null);
            return new(name, rules.Shipped, new() { Payer = guess.Payer, PayerFamily = guess.Family, Lob = guess.Lob, State = guess.State });
        }

        string? Cell(int i) => rows.IsDBNull(i) ? null : rows.GetString(i);
        var id = rows.GetInt32(0);
        return new(name, rules.For(id), new() { Contract = RulesInForce.ContractOf(id), Payer = Cell(1), PayerFamily = Cell(2), Lob = Cell(3), State = Cell(4), Network = Cell(5), Funding = Cell(6) });
    }
}
