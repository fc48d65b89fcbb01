using DenialDesk.App.Data;
using DenialDesk.App.People;
using DenialDesk.App.Remittances;
using DenialDesk.Domain.People;
using Npgsql;

namespace DenialDesk.App.Rejections;

/// <summary>A payer's word that it took a claim in (277CA, A2): proof that it was filed on time.</summary>
/// <param name="Segment">Ordinal of its first segment in its file.</param>
public sealed record ProofOfFiling(string Payer, DateOnly On, string Trace, string PayerClaimNumber, DateOnly SubmittedOn, long FileId, string File, int Segment);

/// <summary>A claim as it was submitted.</summary>
public sealed record ClaimAsSubmitted(
    long SubmittedId, string Account, string Frequency, DateOnly SubmittedOn, decimal? Charge, IReadOnlyList<string> Diagnoses, string AuthorizationNumber, long FileId, string File)
{
    public IReadOnlyList<RejectedLine> Lines { get; init; } = [];
}

/// <summary>What proves that a claim was filed, and the submissions a remittance claim is matched to.</summary>
public sealed record FilingProof(IReadOnlyList<ProofOfFiling> Proofs, IReadOnlyList<ClaimAsSubmitted> Submissions);

/// <summary>Reads the proof of timely filing of a remittance claim, for the page of its denial, which journals the view.</summary>
public sealed class SeeFilingProof(DeskSource database)
{
    /// <summary>Which remittance claim.</summary>
    public sealed record Input
    {
        public required int PracticeId { get; init; }

        public required long ClaimId { get; init; }
    }

    /// <summary>What is known; empty lists without a matched submission or for another practice's claim.</summary>
    public async Task<FilingProof> Run(Input input, Actor actor, CancellationToken cancellation)
    {
        actor.Must(Permission.SeeDenials);
        if (!actor.Sees(input.PracticeId)) { return new([], []); }

        await using var connection = await database.OpenConnectionAsync(cancellation);
        return new(await ProofsAsync(connection, input, cancellation), await SubmissionsAsync(connection, input, cancellation));
    }

    private static async Task<List<ProofOfFiling>> ProofsAsync(NpgsqlConnection connection, Input input, CancellationToken cancellation)
    {
        // submission_link_claim, then matches and answers by key; the earliest acceptance proves most.
        await using var command = Command(
            connection,
            """
            select coalesce(nullif(a.said_by_name, ''), s.payer_name), p.decided_on, p.trace, p.payer_claim_number, s.submitted_at::date, p.file_id, f.name, p.first_segment
            from submission_link l join filing_proof p on p.practice_id = l.practice_id and p.submitted_id = l.submitted_id
            join acknowledgement a on a.acknowledgement_id = p.acknowledgement_id
            join submitted_claim s on s.practice_id = l.practice_id and s.submitted_id = l.submitted_id join inbound_file f on f.file_id = p.file_id
            where l.practice_id = $1 and l.claim_id = $2 order by p.decided_on, p.acknowledgement_id
            """, input);
        var found = new List<ProofOfFiling>();
        await using var r = await command.ExecuteReaderAsync(cancellation);
        while (await r.ReadAsync(cancellation))
        {
            found.Add(new(r.GetString(0), r.GetFieldValue<DateOnly>(1), r.GetString(2), r.GetString(3), r.GetFieldValue<DateOnly>(4), r.GetInt64(5), r.GetString(6), r.GetInt32(7)));
        }

        return found;
    }

    private static async Task<List<ClaimAsSubmitted>> SubmissionsAsync(NpgsqlConnection connection, Input input, CancellationToken cancellation)
    {
        // submission_link_claim, then submission and lines by key.
        await using var command = Command(
            connection,
            """
            select s.submitted_id, s.account, s.frequency, s.submitted_at::date, s.charge, s.diagnoses, s.authorization_number, s.file_id, f.name,
                   n.line_no, n.procedure_code, n.modifiers, n.revenue_code, n.units, n.charge, n.service_from
            from submission_link l join submitted_claim s on s.practice_id = l.practice_id and s.submitted_id = l.submitted_id join inbound_file f on f.file_id = s.file_id
            left join submitted_line n on n.practice_id = s.practice_id and n.submitted_id = s.submitted_id
            where l.practice_id = $1 and l.claim_id = $2 order by s.submitted_at, s.submitted_id, n.line_no
            """, input);
        var found = new List<ClaimAsSubmitted>();
        await using var r = await command.ExecuteReaderAsync(cancellation);
        while (await r.ReadAsync(cancellation))
        {
            if (found.Count == 0 || found[^1].SubmittedId != r.GetInt64(0))
            {
                found.Add(new(
                    r.GetInt64(0), r.GetString(1), r.GetString(2), r.GetFieldValue<DateOnly>(3), r.MaybeValue<decimal>(4), r.GetFieldValue<string[]>(5), r.GetString(6), r.GetInt64(7), r.GetString(8))
                { Lines = new List<RejectedLine>() });
            }

            if (!r.IsDBNull(9))
            {
                ((List<RejectedLine>)found[^1].Lines).Add(new(
                    r.GetInt32(9), r.GetString(10), r.GetFieldValue<string[]>(11), r.GetString(12), r.MaybeValue<decimal>(13), r.MaybeValue<decimal>(14), r.MaybeValue<DateOnly>(15)));
            }
        }

        return found;
    }

    private static NpgsqlCommand Command(NpgsqlConnection connection, string sql, Input input)
        => new(sql, connection) { Parameters = { new() { Value = input.PracticeId }, new() { Value = input.ClaimId } } };
}
