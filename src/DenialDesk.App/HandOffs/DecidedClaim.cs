using DenialDesk.App.Corrections;
using DenialDesk.App.Data;
using DenialDesk.X12.Claims;
using DenialDesk.X12.Writing;
using Npgsql;

namespace DenialDesk.App.HandOffs;

/// <summary>A claim that its first payer decided, as a claim to the next payer needs it: the claim as sent, and the decision line by line.</summary>
/// <param name="SubmittedId">The 837 it stands in; 0 when none is kept.</param>
/// <param name="Original">The claim as sent; null when no 837 of it is kept.</param>
/// <param name="Crossover">The payer the remittance says it was passed on to; empty when it says none.</param>
internal sealed record DecidedClaim(
    long ClaimId, long AdjudicationId, long SubmittedId, SubmittedClaim? Original, PriorDecision Decision, string Crossover, string Payer, string Account, string Patient, string State, string TimeZone)
{
    private sealed record Line(int No, string Procedure, string Modifiers, decimal Charge, decimal Paid, decimal? Units, string Control);

    /// <summary>Reads it on the caller's connection; null when the denial is not there.</summary>
    public static async Task<DecidedClaim?> OfAsync(DeskSource database, NpgsqlConnection connection, int practiceId, long denialId, CancellationToken cancellation)
    {
        if (await HeadAsync(connection, practiceId, denialId, cancellation) is not { } head) { return null; }

        var kept = await KeptClaim.OfClaimAsync(connection, null, practiceId, head.ClaimId, head.Decision.DecidedOn, cancellation);
        var original = kept is { } at ? await KeptClaim.ReadAsync(database, at.FileId, at.Segment, cancellation) : null;
        var lines = await LinesAsync(connection, practiceId, head.AdjudicationId, cancellation);
        var adjustments = await AdjustmentsAsync(connection, practiceId, head.AdjudicationId, cancellation);
        return head with
        {
            SubmittedId = kept?.SubmittedId ?? 0,
            Original = original,
            Decision = head.Decision with { Adjustments = [.. adjustments[0]], Lines = original is null ? [] : Matched(original, lines, adjustments) },
        };
    }

    /// <summary>Which line of the claim each decided line is: by our line number (REF*6R), else by its place when both have as many, charges alike.</summary>
    private static List<PriorLine> Matched(SubmittedClaim original, List<Line> lines, ILookup<int, PriorAdjustment> adjustments)
    {
        var found = new List<PriorLine>();
        for (var i = 0; i < original.Lines.Count; i++)
        {
            var billed = original.Lines[i];
            var line = billed.ControlNumber.Length > 0 ? lines.FirstOrDefault(l => l.Control == billed.ControlNumber) : null;
            line ??= lines.Count == original.Lines.Count && lines[i].Charge == billed.Charge ? lines[i] : null;
            if (line is not null)
            {
                found.Add(new(i + 1, line.Paid, line.Procedure, line.Modifiers.Split(' ', StringSplitOptions.RemoveEmptyEntries), line.Units, [.. adjustments[line.No]]));
            }
        }

        return found;
    }

    private static async Task<DecidedClaim?> HeadAsync(NpgsqlConnection connection, int practiceId, long denialId, CancellationToken cancellation)
    {
        // By primary keys.
        await using var command = new NpgsqlCommand(
            """
            select d.claim_id, a.adjudication_id, coalesce(a.paid, 0), d.payer_claim_number, a.remit_date, a.crossover_payer, p.name, d.patient_control_number, d.patient_name, d.state, o.time_zone
            from denial d
            join adjudication a on a.practice_id = d.practice_id and a.adjudication_id = d.adjudication_id
            join payer p on p.payer_id = d.payer_id join practice o on o.practice_id = d.practice_id
            where d.practice_id = $1 and d.denial_id = $2
            """, connection)
        {
            Parameters = { new() { Value = practiceId }, new() { Value = denialId } },
        };
        await using var r = await command.ExecuteReaderAsync(cancellation);
        return await r.ReadAsync(cancellation)
            ? new(
                r.GetInt64(0), r.GetInt64(1), 0, null, new() { Paid = r.GetDecimal(2), PayerClaimNumber = r.GetString(3), DecidedOn = r.GetFieldValue<DateOnly>(4), Lines = [] }, r.GetString(5), r.GetString(6),
                r.GetString(7), r.GetString(8), r.GetString(9), r.GetString(10))
            : null;
    }

    private static async Task<List<Line>> LinesAsync(NpgsqlConnection connection, int practiceId, long adjudicationId, CancellationToken cancellation)
    {
        // By primary key.
        await using var command = new NpgsqlCommand(
            "select line_no, procedure_code, modifiers, coalesce(charge, 0), coalesce(paid, 0), units, line_control_number from service_line where practice_id = $1 and adjudication_id = $2 order by line_no", connection)
        {
            Parameters = { new() { Value = practiceId }, new() { Value = adjudicationId } },
        };
        var found = new List<Line>();
        await using var r = await command.ExecuteReaderAsync(cancellation);
        while (await r.ReadAsync(cancellation))
        {
            found.Add(new(r.GetInt32(0), r.GetString(1), r.GetString(2), r.GetDecimal(3), r.GetDecimal(4), r.IsDBNull(5) ? null : r.GetDecimal(5), r.GetString(6)));
        }

        return found;
    }

    /// <summary>Reasons by line; those of the claim itself under 0.</summary>
    private static async Task<ILookup<int, PriorAdjustment>> AdjustmentsAsync(NpgsqlConnection connection, int practiceId, long adjudicationId, CancellationToken cancellation)
    {
        // By primary key.
        await using var command = new NpgsqlCommand(
            "select line_no, group_code, carc, coalesce(amount, 0), quantity from adjustment where practice_id = $1 and adjudication_id = $2 order by line_no, ordinal", connection)
        {
            Parameters = { new() { Value = practiceId }, new() { Value = adjudicationId } },
        };
        var found = new List<(int Line, PriorAdjustment Adjustment)>();
        await using var r = await command.ExecuteReaderAsync(cancellation);
        while (await r.ReadAsync(cancellation)) { found.Add((r.GetInt32(0), new(r.GetString(1), r.GetString(2), r.GetDecimal(3), r.IsDBNull(4) ? null : r.GetDecimal(4)))); }

        return found.ToLookup(f => f.Line, f => f.Adjustment);
    }
}
