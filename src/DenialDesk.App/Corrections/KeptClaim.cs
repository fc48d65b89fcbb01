using DenialDesk.App.Data;
using DenialDesk.App.Intake;
using DenialDesk.X12.Claims;
using Npgsql;
using NpgsqlTypes;

namespace DenialDesk.App.Corrections;

/// <summary>Finds a submitted claim in the bytes of the 837 it was sent in.</summary>
internal static class KeptClaim
{
    /// <summary>Where the claim a denial answers stands: the last submission of it before the denial, else the last one; null when none is matched.</summary>
    public static async Task<(long SubmittedId, long FileId, int Segment, DateOnly SentOn)?> OfClaimAsync(
        NpgsqlConnection connection, NpgsqlTransaction? transaction, int practiceId, long claimId, DateOnly deniedOn, CancellationToken cancellation)
    {
        // submission_link_claim, then the submission by key.
        await using var command = new NpgsqlCommand(
            """
            select s.submitted_id, s.file_id, s.first_segment, s.submitted_at::date from submission_link l
            join submitted_claim s on s.practice_id = l.practice_id and s.submitted_id = l.submitted_id
            where l.practice_id = $1 and l.claim_id = $2 and s.frequency <> '8'
            order by s.submitted_at::date <= $3 desc, s.submitted_at desc, s.submitted_id desc limit 1
            """, connection, transaction)
        {
            Parameters = { new() { Value = practiceId }, new() { Value = claimId }, new() { Value = deniedOn, NpgsqlDbType = NpgsqlDbType.Date } },
        };
        await using var r = await command.ExecuteReaderAsync(cancellation);
        return await r.ReadAsync(cancellation) ? (r.GetInt64(0), r.GetInt64(1), r.GetInt32(2), r.GetFieldValue<DateOnly>(3)) : null;
    }

    /// <summary>Reads the kept file up to the claim; null when it is not there.</summary>
    public static async Task<SubmittedClaim?> ReadAsync(DeskSource database, long fileId, int segment, CancellationToken cancellation)
    {
        await using var kept = PieceStream.Open(database, PieceShelf.Files, fileId, cancellation);
        return await FindAsync(kept, segment, cancellation);
    }

    /// <summary>Reads the one claim of a file that the desk wrote.</summary>
    public static async Task<SubmittedClaim?> ReadAsync(byte[] content, CancellationToken cancellation)
    {
        using var stream = new MemoryStream(content, writable: false);
        return await FindAsync(stream, null, cancellation);
    }

    private static async Task<SubmittedClaim?> FindAsync(Stream content, int? segment, CancellationToken cancellation)
    {
        await using var reader = new ClaimReader(content);
        while (await reader.ReadAsync(cancellation))
        {
            if (reader.Current is SubmittedClaimRead { Claim: var claim } && (segment is null || claim.At.Segment == segment)) { return claim; }
        }

        return null;
    }
}
