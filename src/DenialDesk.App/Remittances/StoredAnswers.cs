using DenialDesk.Domain.Denials;
using DenialDesk.Domain.Payers;
using Npgsql;

namespace DenialDesk.App.Remittances;

/// <summary>Answers as the rulebook reads them, from their rows instead of from a file: what <see cref="RemittanceTranslator"/> makes of the claim they were posted from.</summary>
internal static class StoredAnswers
{
    /// <summary>The denied ones among these answers of a practice, by their ids; three queries by key, however many are asked for.</summary>
    public static async Task<Dictionary<long, AdjudicatedClaim>> ReadAsync(
        NpgsqlConnection connection, NpgsqlTransaction? transaction, int practiceId, long[] answers, CancellationToken cancellation)
    {
        var adjustments = new Dictionary<(long, int), List<AdjudicatedAdjustment>>();
        await EachAsync(
            "select x.adjudication_id, x.line_no, x.ordinal, x.group_code, x.carc, x.amount, x.quantity from adjustment x where x.practice_id = $1 and x.adjudication_id = any($2) order by 1, 2, 3",
            r =>
            {
                var (id, line) = (r.GetInt64(0), r.GetInt32(1));
                if (!adjustments.TryGetValue((id, line), out var own)) { adjustments[(id, line)] = own = []; }

                own.Add(new(line == 0 ? null : line, r.GetInt32(2), r.GetString(3), r.GetString(4), Money(r, 5), Money(r, 6)));
            });
        var lines = new Dictionary<long, List<AdjudicatedLine>>();
        await EachAsync(
            "select l.adjudication_id, l.line_no, l.charge, l.paid, l.allowed, l.remark_codes from service_line l where l.practice_id = $1 and l.adjudication_id = any($2) order by 1, 2",
            r =>
            {
                var (id, line) = (r.GetInt64(0), r.GetInt32(1));
                if (!lines.TryGetValue(id, out var own)) { lines[id] = own = []; }

                own.Add(new() { Index = line, Charge = Money(r, 2), Paid = Money(r, 3), Allowed = Money(r, 4), RemarkCodes = r.GetFieldValue<string[]>(5), Adjustments = adjustments.GetValueOrDefault((id, line)) ?? [] });
            });
        var claims = new Dictionary<long, AdjudicatedClaim>();
        // The denial's own flag says whether the claim was forwarded, by a carrier without a name too.
        await EachAsync(
            """
            select a.adjudication_id, a.status_code, a.charge, a.paid, a.patient_responsibility, a.remark_codes, a.filing_indicator, a.payer_claim_number, d.later_payer_known, 'forwarded' = any(d.flags)
            from adjudication a join denial d on d.practice_id = a.practice_id and d.adjudication_id = a.adjudication_id where a.practice_id = $1 and a.adjudication_id = any($2)
            """,
            r =>
            {
                var id = r.GetInt64(0);
                claims[id] = new()
                {
                    StatusCode = r.GetString(1),
                    Charge = Money(r, 2),
                    Paid = Money(r, 3),
                    PatientResponsibility = Money(r, 4),
                    RemarkCodes = r.GetFieldValue<string[]>(5),
                    PayerClass = PayerProfile.ClassOf(r.GetString(6)),
                    PayerClaimNumber = r.GetString(7),
                    LaterPayerKnown = r.GetBoolean(8),
                    Forwarded = r.GetBoolean(9),
                    Adjustments = adjustments.GetValueOrDefault((id, 0)) ?? [],
                    Lines = lines.GetValueOrDefault(id) ?? [],
                };
            });
        return claims;

        async Task EachAsync(string sql, Action<NpgsqlDataReader> row)
        {
            await using var command = new NpgsqlCommand(sql, connection, transaction) { Parameters = { new() { Value = practiceId }, new() { Value = answers } } };
            await using var rows = await command.ExecuteReaderAsync(cancellation);
            while (await rows.ReadAsync(cancellation)) { row(rows); }
        }
    }

    private static decimal? Money(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetDecimal(column);
}
