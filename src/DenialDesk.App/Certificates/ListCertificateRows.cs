using DenialDesk.App.Data;
using DenialDesk.App.People;
using DenialDesk.Domain.Certificates;
using DenialDesk.Domain.People;
using Npgsql;
using NpgsqlTypes;

namespace DenialDesk.App.Certificates;

/// <summary>One row behind a number of a certificate.</summary>
/// <param name="Position">The claim's place in its remittance; 0 for a row of the remittance itself.</param>
/// <param name="Line">0 for the claim as a whole.</param>
/// <param name="What">Account number, code or reference as the payer sent it.</param>
public sealed record CertificateRow(long FileId, int PracticeId, long RemittanceId, int Position, int Line, int Ordinal, string What, decimal? Amount, int Segment);

/// <summary>The rows behind a number of a certificate, a page at a time, and what all of them sum to.</summary>
public sealed record CertificateRows(IReadOnlyList<CertificateRow> Page, long Count, decimal Sum);

/// <summary>Opens a number of a certificate.</summary>
public sealed class ListCertificateRows(DeskSource database)
{
    /// <summary>Which number of which certificate.</summary>
    public sealed record Input
    {
        public required CertificateScope Scope { get; init; }

        /// <summary>payment, charge, paid, an adjustment bucket's written name, or plb and a dash and the bucket: plb-recovery.</summary>
        public required string Number { get; init; }

        /// <summary>The last row of the page before: remittance, claim, line, ordinal.</summary>
        public (long Remittance, int Position, int Line, int Ordinal)? After { get; init; }

        public int Take { get; init; } = 100;
    }

    /// <summary>The rows; none for a number that is not there.</summary>
    public async Task<CertificateRows> Run(Input input, Actor actor, CancellationToken cancellation)
    {
        actor.Must(Permission.SeeRemittances);
        if (!input.Scope.IsChosen || Source(input.Number) is not { } source) { return new([], 0, 0m); }

        // The keys of SeeCertificate; the keyset is the order of the page.
        await using var command = database.CreateCommand(
            $"""
            with {CertificateScope.Remittances}, x as ({source})
            select file_id, practice_id, remittance_id, position, line_no, ordinal, what, amount, segment, (select count(*) from x), (select coalesce(sum(amount), 0) from x)
            from x where (remittance_id, position, line_no, ordinal) > ($7, $8, $9, $10) order by remittance_id, position, line_no, ordinal limit $11
            """);
        input.Scope.AddTo(command, actor);
        command.Parameters.Add(new() { Value = Names(input.Number), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text });
        var (remittance, position, line, ordinal) = input.After ?? (0, -1, -1, -1);
        command.Parameters.AddWithValue(remittance);
        command.Parameters.AddWithValue(position);
        command.Parameters.AddWithValue(line);
        command.Parameters.AddWithValue(ordinal);
        command.Parameters.AddWithValue(Math.Clamp(input.Take, 1, 10_000));
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        var found = new List<CertificateRow>();
        var (count, sum) = (0L, 0m);
        while (await rows.ReadAsync(cancellation))
        {
            found.Add(new(
                rows.GetInt64(0), rows.GetInt32(1), rows.GetInt64(2), rows.GetInt32(3), rows.GetInt32(4), rows.GetInt32(5), rows.GetString(6),
                await rows.IsDBNullAsync(7, cancellation) ? null : rows.GetDecimal(7), rows.GetInt32(8)));
            (count, sum) = (rows.GetInt64(9), rows.GetDecimal(10));
        }

        return new(found, count, sum);
    }

    /// <summary>What $6 compares with: the bucket's name, or the codes the rulebook puts there; for plb-other the codes that are not in it.</summary>
    private static string[] Names(string number) => number switch
    {
        "plb-other" => [.. PlbBuckets.Codes.Keys],
        _ when number.StartsWith("plb-", StringComparison.Ordinal) =>
            [.. PlbBuckets.Codes.Where(c => string.Equals(c.Value.ToString(), number[4..], StringComparison.OrdinalIgnoreCase)).Select(c => c.Key)],
        _ => [number],
    };

    private static string? Source(string number) => number switch
    {
        "payment" => "select file_id, practice_id, remittance_id, 0 as position, 0 as line_no, 0 as ordinal, trace_number as what, bpr_amount as amount, 2 as segment from r where cardinality($6) > 0",
        "charge" or "paid" =>
            $"""
            select r.file_id, a.practice_id, a.remittance_id, a.position, 0 as line_no, 0 as ordinal, a.patient_control_number as what, a.{number} as amount, a.segment
            from r join adjudication a on a.practice_id = r.practice_id and a.remittance_id = r.remittance_id where cardinality($6) > 0
            """,
        "denial" or "contractual" or "patient" or "cob" or "informational" or "reversal" =>
            """
            select r.file_id, a.practice_id, a.remittance_id, a.position, j.line_no, j.ordinal, j.group_code || '-' || j.carc || ' ' || a.patient_control_number as what, j.amount, j.segment
            from r join adjudication a on a.practice_id = r.practice_id and a.remittance_id = r.remittance_id
            join adjustment j on j.practice_id = a.practice_id and j.adjudication_id = a.adjudication_id where j.bucket = any($6)
            """,
        "plb-other" => Plb("<> all($6)"),
        _ when number.StartsWith("plb-", StringComparison.Ordinal) => Plb("= any($6)"),
        _ => null,
    };

    private static string Plb(string which) =>
        $"""
        select r.file_id, p.practice_id, p.remittance_id, 0 as position, 0 as line_no, p.ordinal, p.reason || ' ' || p.reference as what, p.amount, p.segment
        from r join provider_adjustment p on p.practice_id = r.practice_id and p.remittance_id = r.remittance_id where p.reason {which}
        """;
}
