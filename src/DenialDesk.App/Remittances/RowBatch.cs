using DenialDesk.App.Data;
using DenialDesk.App.Intake;
using Npgsql;

namespace DenialDesk.App.Remittances;

/// <summary>A claim new to the practice.</summary>
internal sealed record ClaimRow(
    long Id, string Key, string Account, string LastName, string FirstName, string MemberId, DateOnly? From, DateOnly? To);

/// <summary>One line of an adjudication.</summary>
internal sealed record LineRow(
    long AdjudicationId, int No, string Qualifier, string Code, string Modifiers, string Submitted, string Revenue, decimal? Charge, decimal? Paid, decimal? Allowed,
    decimal? Units, DateOnly? From, DateOnly? To, string Control, IReadOnlyList<string> Policies, string[] Remarks, string Balance, int Segment, long Offset, int Length);

/// <summary>One adjustment with the bucket it ended in.</summary>
internal sealed record AdjustmentRow(
    long AdjudicationId, int Line, int Ordinal, string Group, string Carc, decimal? Amount, decimal? Quantity, string Bucket, string Rule, string Category, int Segment);

/// <summary>One reason of a denial.</summary>
internal sealed record DenialLineRow(long DenialId, int Line, int Ordinal, string Group, string Carc, string Rarc, string Category, string Rule, decimal Amount);

/// <summary>Rows of a few thousand claims on their way into the database, table after table, by binary COPY.</summary>
internal sealed class RowBatch(int practiceId)
{
    public List<ClaimRow> Claims { get; } = [];

    public List<AdjudicationRow> Adjudications { get; } = [];

    public List<LineRow> Lines { get; } = [];

    public List<AdjustmentRow> Adjustments { get; } = [];

    public List<DenialRow> Denials { get; } = [];

    public List<DenialLineRow> DenialLines { get; } = [];

    /// <summary>Remittances whose last claim is in this batch or before it.</summary>
    public List<ClosedRemittance> Remittances { get; } = [];

    /// <summary>Writes everything.</summary>
    public async Task WriteAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, DateTimeOffset now, CancellationToken cancellation)
    {
        using (ImportParts.Begin("  written: claims")) { await WriteClaimsAsync(connection, now, cancellation); }

        using (ImportParts.Begin("  written: answers")) { await AdjudicationRow.WriteAsync(connection, practiceId, Adjudications, cancellation); }

        using (ImportParts.Begin("  written: lines")) { await WriteLinesAsync(connection, cancellation); }

        using (ImportParts.Begin("  written: adjustments")) { await WriteAdjustmentsAsync(connection, cancellation); }

        using (ImportParts.Begin("  written: denials")) { await DenialRow.WriteAsync(connection, practiceId, Denials, now, cancellation); }

        using (ImportParts.Begin("  written: reasons")) { await WriteDenialLinesAsync(connection, cancellation); }

        using var remittances = ImportParts.Begin("  written: remittances");
        foreach (var (key, header, trailer) in Remittances) { await RemittanceRow.InsertAsync(connection, transaction, key, header, trailer, cancellation); }
    }

    private async Task WriteClaimsAsync(NpgsqlConnection connection, DateTimeOffset now, CancellationToken cancellation)
    {
        if (Claims.Count == 0) { return; }

        await using var copy = await BulkCopy.IntoAsync(
            connection,
            "claim (practice_id, claim_id, claim_key, patient_control_number, patient_last_name, patient_first_name, member_id, service_from, service_to, created_at)",
            cancellation);
        foreach (var c in Claims)
        {
            copy.Row().Int(practiceId).Long(c.Id).Text(c.Key).Text(c.Account).Text(c.LastName).Text(c.FirstName).Text(c.MemberId).Day(c.From).Day(c.To).At(now);
        }

        await copy.DoneAsync(cancellation);
    }

    private async Task WriteLinesAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        if (Lines.Count == 0) { return; }

        await using var copy = await BulkCopy.IntoAsync(
            connection,
            """
            service_line (practice_id, adjudication_id, line_no, qualifier, procedure_code, modifiers, submitted_code, revenue_code, charge, paid, allowed, units,
              service_from, service_to, line_control_number, policy_ids, remark_codes, balance_state, segment, byte_offset, byte_length)
            """,
            cancellation);
        foreach (var l in Lines)
        {
            copy.Row().Int(practiceId).Long(l.AdjudicationId).Int(l.No).Text(l.Qualifier).Text(l.Code).Text(l.Modifiers).Text(l.Submitted).Text(l.Revenue)
                .Money(l.Charge).Money(l.Paid).Money(l.Allowed).Money(l.Units).Day(l.From).Day(l.To).Text(l.Control).Texts(l.Policies).Texts(l.Remarks)
                .Text(l.Balance).Int(l.Segment).Long(l.Offset).Int(l.Length);
        }

        await copy.DoneAsync(cancellation);
    }

    private async Task WriteAdjustmentsAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        if (Adjustments.Count == 0) { return; }

        await using var copy = await BulkCopy.IntoAsync(
            connection,
            "adjustment (practice_id, adjudication_id, line_no, ordinal, group_code, carc, amount, quantity, bucket, rule_id, category, segment)",
            cancellation);
        foreach (var a in Adjustments)
        {
            copy.Row().Int(practiceId).Long(a.AdjudicationId).Int(a.Line).Int(a.Ordinal).Text(a.Group).Text(a.Carc).Money(a.Amount).Money(a.Quantity)
                .Text(a.Bucket).Text(a.Rule).Text(a.Category).Int(a.Segment);
        }

        await copy.DoneAsync(cancellation);
    }

    private async Task WriteDenialLinesAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        if (DenialLines.Count == 0) { return; }

        await using var copy = await BulkCopy.IntoAsync(
            connection, "denial_line (practice_id, denial_id, line_no, ordinal, group_code, carc, rarc, category, rule_id, amount)", cancellation);
        foreach (var l in DenialLines)
        {
            copy.Row().Int(practiceId).Long(l.DenialId).Int(l.Line).Int(l.Ordinal).Text(l.Group).Text(l.Carc).Text(l.Rarc).Text(l.Category).Text(l.Rule).Money(l.Amount);
        }

        await copy.DoneAsync(cancellation);
    }
}
