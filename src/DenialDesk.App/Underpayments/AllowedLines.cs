using DenialDesk.App.Payers;
using DenialDesk.Domain.Underpayments;
using Npgsql;

namespace DenialDesk.App.Underpayments;

/// <summary>A paid line with where it stands.</summary>
internal sealed record AllowedLine(long AdjudicationId, int LineNo, long ClaimId, string Account, DateOnly RemitDate, string Modifiers, PaidLine Line);

/// <summary>Reads what a comparison needs: the payer's newest answers line by line, its rates, and Medicare's.</summary>
internal static class AllowedLines
{
    private const int MonthsBack = 24;

    /// <summary>Lines of a payer's newest decision on each claim that it paid as the first payer, without a refused dollar on them.</summary>
    public static async Task<List<AllowedLine>> LinesAsync(NpgsqlConnection connection, int practiceId, int payerId, DateOnly today, CancellationToken cancellation)
    {
        // Indexes adjudication_payer_number and adjudication_claim; lines and reductions by primary key.
        await using var command = new NpgsqlCommand(
            $"""
            select a.adjudication_id, l.line_no, a.claim_id, a.patient_control_number, a.remit_date, l.modifiers, l.procedure_code, coalesce(l.units, 1), coalesce(l.service_from, a.service_from, a.remit_date),
                   l.charge, coalesce(l.allowed, l.paid + coalesce((select sum(amount) from adjustment x where x.practice_id = l.practice_id and x.adjudication_id = l.adjudication_id and x.line_no = l.line_no and x.group_code = 'PR'), 0)),
                   coalesce(p.plan, ''), j.groups, j.carcs, j.amounts
            from payer p join payer m on m.payer_id = p.payer_id or m.merged_into = p.payer_id
            join adjudication a on a.practice_id = $1 and a.payer_id = m.payer_id
            join service_line l on l.practice_id = a.practice_id and l.adjudication_id = a.adjudication_id
            cross join lateral (
                select coalesce(array_agg(x.group_code order by x.ordinal), array[]::text[]) as groups, coalesce(array_agg(x.carc order by x.ordinal), array[]::text[]) as carcs, coalesce(array_agg(coalesce(x.amount, 0) order by x.ordinal), array[]::numeric[]) as amounts,
                       coalesce(bool_or(x.bucket in ('denial', 'reversal')), false) as refused
                from adjustment x where x.practice_id = l.practice_id and x.adjudication_id = l.adjudication_id and x.line_no = l.line_no) j
            where p.payer_id = $2 and a.kind in ('paid', 'partly_denied') and a.status_code in ('1', '19') and a.remit_date >= $3 and l.charge > 0 and l.paid is not null and l.procedure_code <> '' and not j.refused
              and not exists (select 1 from adjudication b where b.practice_id = a.practice_id and b.claim_id = a.claim_id and {MergedPayers.IsOf("b.payer_id", "p.payer_id")} and (b.remit_date, b.adjudication_id) > (a.remit_date, a.adjudication_id))
            """, connection)
        {
            CommandTimeout = 300,
            Parameters = { new() { Value = practiceId }, new() { Value = payerId }, new() { Value = today.AddMonths(-MonthsBack) } },
        };
        var found = new List<AllowedLine>();
        await using var r = await command.ExecuteReaderAsync(cancellation);
        while (await r.ReadAsync(cancellation)) { found.Add(Read(r)); }

        return found;
    }

    private static AllowedLine Read(NpgsqlDataReader r)
    {
        var (groups, carcs, amounts) = (r.GetFieldValue<string[]>(12), r.GetFieldValue<string[]>(13), r.GetFieldValue<decimal[]>(14));
        return new(r.GetInt64(0), r.GetInt32(1), r.GetInt64(2), r.GetString(3), r.GetFieldValue<DateOnly>(4), r.GetString(5), new PaidLine
        {
            Code = r.GetString(6),
            Modifiers = r.GetString(5).Split(' ', StringSplitOptions.RemoveEmptyEntries),
            Units = r.GetDecimal(7) > 0m ? r.GetDecimal(7) : 1m,
            Service = r.GetFieldValue<DateOnly>(8),
            Charge = r.GetDecimal(9),
            Allowed = r.GetDecimal(10),
            Plan = r.GetString(11),
            Reductions = [.. groups.Select((g, i) => new LineReduction(g, carcs[i], amounts[i]))],
        });
    }

    /// <summary>Rates by code, of a payer for a practice; of Medicare when no payer is named.</summary>
    public static async Task<ILookup<string, FeeRate>> RatesAsync(NpgsqlConnection connection, int practiceId, int? payerId, CancellationToken cancellation)
    {
        // Index fee_rate_payer.
        await using var command = new NpgsqlCommand(
            """
            select r.rate_id, r.plan, r.code, r.modifier, r.place, r.effective_from, r.effective_to, r.dollars, r.percent
            from fee_rate r join fee_import i on i.import_id = r.import_id and i.rolled_back_at is null
            where (r.practice_id is null or r.practice_id = $1)
              and case when $2::int is null then r.payer_id is null else r.payer_id in (select payer_id from payer where payer_id = $2 or merged_into = $2) end
            """, connection)
        {
            Parameters = { new() { Value = practiceId }, new() { Value = (object?)payerId ?? DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Integer } },
        };
        var found = new List<FeeRate>();
        await using var r = await command.ExecuteReaderAsync(cancellation);
        while (await r.ReadAsync(cancellation))
        {
            found.Add(new()
            {
                RateId = r.GetInt64(0),
                Plan = r.GetString(1),
                Code = r.GetString(2),
                Modifier = r.GetString(3),
                Place = r.GetString(4),
                From = r.GetFieldValue<DateOnly>(5),
                To = r.IsDBNull(6) ? null : r.GetFieldValue<DateOnly>(6),
                Dollars = r.IsDBNull(7) ? null : r.GetDecimal(7),
                PercentOfMedicare = r.IsDBNull(8) ? null : r.GetDecimal(8),
            });
        }

        return found.ToLookup(f => f.Code);
    }

    /// <summary>What the payer usually allows a unit, by code and modifiers.</summary>
    public static Dictionary<(string, string), UsualAllowed> Usual(IEnumerable<AllowedLine> lines)
        => lines.Where(l => l.Line.Allowed > 0m).GroupBy(l => (l.Line.Code, l.Modifiers)).ToDictionary(g => g.Key, g =>
        {
            var amounts = g.GroupBy(l => Math.Round(l.Line.Allowed / l.Line.Units, 2, MidpointRounding.AwayFromZero)).OrderByDescending(a => a.Count()).ThenByDescending(a => a.Key).First();
            return new UsualAllowed(amounts.Key, amounts.Count(), g.Count());
        });
}
